#!/usr/bin/env bats
# --check: each lint has scripts that it catches, tests/lints/NAME.trio, where the lines end in `# caught: NUMBER`, and near misses that it
# lets pass, NAME.fine.trio, in which there is nothing to warn about.

bats_require_minimum_version 1.5.0
load helper

teardown() { no_survivors; }

# brief_check FILE: what --check finds, as "LINE NUMBER", sorted
brief_check() {
    triosh --check=brief "$1" | sed -nE 's/^.*:([0-9]+):[0-9]+: (warning|error): (\[(T[0-9]+)\] )?.*/\1 \4/p' | sort -un
}

# marked FILE: what it says that will be caught, likewise
marked() {
    awk 'match($0, /# caught: T[0-9]+$/) { print NR " " substr($0, RSTART + 10) }' "$1" | sort -un
}

# all_lints: NUMBER NAME of each
all_lints() {
    triosh_c 'help lints' | awk '/^T[0-9]+ / { print $1, $2 }'
}

@test "each lint catches what it is for, and says nothing else" {
    local number name file wrong=0
    while read -r number name; do
        file=$TRIOSH_TESTS/lints/$name.trio
        [ -e "$file" ] || fails "there is no $file"
        diff <(marked "$file") <(brief_check "$file") >&2 || { echo "^ $name" >&2; wrong=1; }
        marked "$file" | grep -q " $number$" || fails "$file has no $number"
    done < <(all_lints)
    [ "$wrong" -eq 0 ]
}

@test "each lint lets its near misses pass" {
    local name file wrong=0
    while read -r _ name; do
        file=$TRIOSH_TESTS/lints/$name.fine.trio
        run --separate-stderr triosh --check "$file"
        [ "$status" -eq 0 ] || { echo "$output$stderr" >&2; wrong=1; }
    done < <(all_lints)
    [ "$wrong" -eq 0 ]
}

# blocks TITLE: the lines of the example under that title in a help text
blocks() {
    awk -v title="$1:" '$0 == title { on = 1; next } on && !/^    / { exit } on { print substr($0, 5) }'
}

@test "the examples in help are caught and not caught" {
    local number name found
    while read -r number name; do
        triosh_c "help $number" | blocks Caught >"$BATS_TEST_TMPDIR/caught"
        triosh_c "help $name" | blocks Better >"$BATS_TEST_TMPDIR/better"
        [ -s "$BATS_TEST_TMPDIR/caught" ] && [ -s "$BATS_TEST_TMPDIR/better" ] || fails "$number has no examples"
        found=$(brief_check "$BATS_TEST_TMPDIR/caught")
        [[ $found == *" $number" && $found != *$'\n'* ]] || fails "$number: its example gives '$found'"
        triosh --check "$BATS_TEST_TMPDIR/better" || fails "$number: its better example is not clean"
    done < <(all_lints)
}

@test "the manual lists the lints that there are" {
    diff <(all_lints) <(awk '/^\.\\" lints begin/ { on = 1 } /^\.\\" lints end/ { on = 0 }
        on && /^\.It Cm T/ { print $3, $4 }' "$TRIOSH_TESTS/../man/triosh.1")
}

@test "the tutorial and the jobs are clean" {
    local file
    shopt -s globstar nullglob
    for file in "$TRIOSH_TESTS"/../scripts/{tutorial,jobs}/**/*.trio "$TRIOSH_TESTS"/../src/prelude/*.trio; do
        triosh --check "$file" || fails "$file"
    done
}

@test "the exit status: 0 clean, 1 warnings, 2 errors" {
    triosh --check -c 'sleep 1'
    run triosh --check -c 'sleep 0'
    [ "$status" -eq 1 ]
    run triosh -n -c 'sleep 0; sleep'
    [ "$status" -eq 2 ]
    has "error: sleep needs an argument"
    run triosh -n -c 'def f < spawn sleep 1 >; f'
    [ "$status" -eq 2 ]
    has "hint: a function's tasks must end before it does"
}

@test "a warning for people: number, place, hint" {
    script warned.trio <<<'sleep 0'
    run --separate-stderr triosh --check "$script"
    [ -z "$output" ]
    output=$stderr
    prints "$script:1:1: warning[T110]: a sleep of no time" '    1 | sleep 0' '      | ^^^^^^^' 'hint: write `checkpoint`'
}

@test "the brief form is a line for each, on standard output" {
    script two.trio <<<$'sleep 0\nslep 1'
    run --separate-stderr triosh --check=brief "$script"
    [ -z "$stderr" ]
    prints "$script:1:1: warning: [T110] a sleep of no time" \
        "$script:2:1: warning: [T307] no function, no built-in and no program is called \`slep\`"
    run --separate-stderr triosh --check=brief -c 'x = 5'
    [ "$status" -eq 2 ]
    prints '<command>:1:1: error: no variable `x` to assign to'
}

@test "the json form is an object a line" {
    printf 'print "\303\251"; sleep 0\nawait print "a\\"b"\n' >"$BATS_TEST_TMPDIR/\"odd\".trio"
    cd "$BATS_TEST_TMPDIR"
    run --separate-stderr triosh --check=json '"odd".trio'
    [ "$status" -eq 1 ]
    prints '{"file": "\"odd\".trio", "line": 1, "column": 12, "end": {"line": 1, "column": 19}, "severity": "warning", "number": "T110", "message": "a sleep of no time", "hint": "write `checkpoint`"}' \
        '{"file": "\"odd\".trio", "line": 2, "column": 1, "end": {"line": 2, "column": 6}, "severity": "warning", "number": "T303", "message": "`print` never waits", "hint": "leave `await` out"}'
    run --separate-stderr triosh --check=json -c 'x = 5'
    has '"severity": "error", "number": null'
}

@test "a comment silences one lint, or all, on its line or the next" {
    [ "$(printf '%s\n' 'sleep 0; slep 1 # lint: ignore T110' | triosh --check=brief - | cut -d' ' -f3)" = "[T307]" ]
    [ -z "$(printf '%s\n' 'sleep 0; slep 1 # lint: ignore' | triosh --check=brief -)" ]
    [ -z "$(printf '%s\n' '  # lint: ignore t307, sleep-zero' '# why' 'sleep 0; slep 1' | triosh --check=brief -)" ]
    [ "$(printf '%s\n' '# lint: ignore T110' 'print one' 'sleep 0' | triosh --check=brief - | wc -l)" -eq 1 ]
}

@test "help knows lints by number and name, and the nearest" {
    run triosh_c 'help t101'
    has "T101 timeout-no-checkpoint: a timeout or cancel scope around no checkpoint"
    run triosh_c 'help timeout-no-chekpoint'
    has "did you mean \`help timeout-no-checkpoint\`"
}

@test "what --load defines is known" {
    script definitions.trio <<<'def greet name < print "hello $name" >'
    triosh --load="$script" --check -c 'greet you'
    run triosh --check -c 'greet you'
    [ "$status" -eq 1 ]
}
