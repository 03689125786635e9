# The command line: every option, and what is wrong with one.

bats_require_minimum_version 1.5.0
load helper

teardown() { no_survivors; }

@test "--version says it and succeeds" {
    run --separate-stderr triosh --version
    [ "$status" -eq 0 ]
    [[ $output =~ ^triosh\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
    [ -z "$stderr" ]
}

@test "--help fits a screen, goes to standard output and names every option" {
    run --separate-stderr triosh --help
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
    [ "${#lines[@]}" -le 24 ]
    local line
    for line in "${lines[@]}"; do
        [ "${#line}" -le 80 ] || fails "too wide: $line"
    done
    for line in -c --load --check --trace --trace-file --clock --schedule --seed --strict-exception-groups \
        --warn-slow-step --color --disassemble --examples --help --version; do
        has "$line"
    done
}

@test "every option of --help is in the manual page" {
    local option
    for option in $(triosh --help | grep -oE -e '--[a-z-]+' | sort -u); do
        grep -qE -e "^\.It Fl .*-${option#--}\b" "$TRIOSH_TESTS/../man/triosh.1" || fails "$option is not in man/triosh.1"
    done
}

# usage_error WORDS TEXT: the words are refused with the text, and nothing runs
usage_error() {
    # shellcheck disable=SC2086 # words
    run --separate-stderr triosh $1 -c 'print ran' </dev/null
    [ "$status" -eq 2 ] || fails "$1: status $status"
    [ -z "$output" ] || fails "$1: $output"
    [[ $stderr == "triosh: $2"* ]] || fails "$1:" "$stderr"
}

@test "an unknown option is refused with the nearest one" {
    usage_error --clok=real 'no such option: --clok; did you mean --clock?'
    usage_error --xyzzy 'no such option: --xyzzy'
    usage_error -q 'no such option: -q'
}

@test "a wrong value is refused" {
    usage_error --clock=sundial "--clock is real, virtual or a rate such as 0.1, not 'sundial'"
    usage_error --clock=0 "--clock is real"
    usage_error --clock=-1 "--clock is real"
    usage_error --clock=nan "--clock is real"
    usage_error --schedule=lifo "--schedule is fifo, random or any"
    usage_error --explore=0 "--explore is a number of runs"
    usage_error --explore=many "--explore is a number of runs"
    usage_error --explore-limit=0 "--explore-limit is a time"
    usage_error --seed=x "--seed is a whole number"
    usage_error --seed=99999999999999999999 "--seed is a whole number"
    usage_error --color=red "--color is auto, always or never"
    usage_error --trace=opera "--trace has the styles trio"
    usage_error --warn-slow-step=soon "--warn-slow-step is a time"
    usage_error --check=yes "--check is full, brief or json"
}

@test "a missing value is refused" {
    run triosh --clock
    [ "$status" -eq 2 ]
    has "--clock needs a value"
    run triosh -c
    [ "$status" -eq 2 ]
    has "-c needs a value"
}

@test "what is not there yet says so" {
    local option
    for option in --timeline=x.svg --step --to-python --report=json --joblog=x --grace=1 --output=tag --progress; do
        usage_error "$option" "${option%%=*} is not there yet"
    done
}

@test "values may stand in the next word, except the trace's style" {
    run --separate-stderr triosh --clock virtual --seed 7 --schedule random -c 'sleep 1h; print late'
    [ "$status" -eq 0 ]
    prints late
}

@test "-c ends the options" {
    run --separate-stderr triosh -c 'print ${args}' --clock -x y
    [ "$status" -eq 0 ]
    prints '["--clock", "-x", "y"]'
}

@test "-- ends the options" {
    cd "$BATS_TEST_TMPDIR"
    echo 'print dashed ${args}' >-script
    run --separate-stderr triosh -- -script --help
    prints 'dashed ["--help"]'
}

@test "--clock=virtual does not wait, a rate is faster" {
    run timeout 5 "$TRIOSH" --clock=virtual -c 'sleep 1h; print ${current_time() > 3599}'
    prints true
    run timeout 5 "$TRIOSH" --clock=1000 -c 'let t = current_time; sleep 100; print ${current_time() - t >= 100}'
    prints true
}

@test "--seed makes random the same, and the random schedule" {
    local program='for i in range(5) < print random() >'
    [ "$(triosh --seed=5 -c "$program")" = "$(triosh --seed=5 -c "$program")" ]
    [ "$(triosh --seed=5 -c "$program")" != "$(triosh --seed=6 -c "$program")" ]
}

@test "--check finds mistakes and runs nothing" {
    script good.trio <<<'print hello'
    run --separate-stderr triosh --check "$script"
    [ "$status" -eq 0 ]
    [ -z "$output$stderr" ]
    script bad.trio <<'END'
print one
prnit two
x = 5
END
    run --separate-stderr triosh -n "$script"
    [ "$status" -eq 2 ]
    [ -z "$output" ]
    [[ $stderr == *"bad.trio:3:1: error: "* ]] || fails "$stderr"
}

@test "--disassemble prints code and runs nothing" {
    run --separate-stderr triosh --disassemble -c 'def f x < return (x + 1) >; print f(1)'
    [ "$status" -eq 0 ]
    has RETURN
    [ "$output" != 2 ]
}

@test "--load runs definitions first, several in order" {
    cd "$BATS_TEST_TMPDIR"
    echo 'let size = 3; def curl args... < print fake $args of $size >' >one.trio
    echo 'def twice body < $body; $body >' >two.trio
    run --separate-stderr triosh --load one.trio --load=two.trio -c 'twice < curl -s x >'
    [ "$status" -eq 0 ] || fails "$stderr"
    prints 'fake ["-s", "x"] of 3' 'fake ["-s", "x"] of 3'
}

@test "a --load file that fails ends it" {
    cd "$BATS_TEST_TMPDIR"
    echo 'raise ValueError "bad"' >bad.trio
    run --separate-stderr triosh --load bad.trio -c 'print ran'
    [ "$status" -eq 1 ]
    [ -z "$output" ]
    [[ $stderr == "error: ValueError: bad"* ]]
    run --separate-stderr -127 triosh --load missing.trio -c 'print ran'
    [ -z "$output" ]
}

@test "--trace writes to standard error, --trace-file to a file" {
    cd "$BATS_TEST_TMPDIR"
    run --separate-stderr triosh -t -c 'print hi'
    prints hi
    [[ $stderr == '!!! run started'*'!!! run finished' ]] || fails "$stderr"
    run --separate-stderr triosh --trace-file=trace -c 'print hi'
    prints hi
    [ -z "$stderr" ]
    [ "$(head -n 1 trace)" = '!!! run started' ]
    run --separate-stderr triosh --trace-file=/no/such/place -c 'print hi'
    [ "$status" -eq 2 ]
    [ -z "$output" ]
}

@test "--strict-exception-groups groups a single error" {
    run --separate-stderr triosh --strict-exception-groups -c 'nursery < spawn < raise ValueError "x" > >'
    [ "$status" -eq 1 ]
    [[ $stderr == "error: ExceptionGroup"* ]] || fails "$stderr"
    grep -q '^  +- ValueError: x$' <<<"$stderr"
}

@test "--warn-slow-step names the task" {
    run --separate-stderr triosh --warn-slow-step=10ms -c 'nursery < spawn as lazy < blocking_sleep 0.05 > >'
    [ "$status" -eq 0 ]
    [[ $stderr =~ ^'slow: task lazy ran for 0.0'[0-9]+' s without a checkpoint'$ ]] || fails "$stderr"
    run --separate-stderr triosh --warn-slow-step=10ms -c 'blocking_sleep 0.05; sleep 0; print here'
    [[ $stderr == *', until <command>:1:22' ]] || fails "$stderr"
    run --separate-stderr triosh -c 'blocking_sleep 0.05'
    [ -z "$stderr" ]
}

@test "colours: the option, then NO_COLOR, then FORCE_COLOR, then the terminal" {
    local escape=$'\e'
    coloured() {
        run --separate-stderr env -u NO_COLOR -u FORCE_COLOR -u CLICOLOR_FORCE "$@" -c 'raise ValueError x' </dev/null
        [[ $stderr == *"$escape"* ]]
    }
    ! coloured "$TRIOSH"
    coloured "$TRIOSH" --color=always
    coloured FORCE_COLOR=1 "$TRIOSH"
    coloured CLICOLOR_FORCE=1 "$TRIOSH"
    ! coloured FORCE_COLOR=0 "$TRIOSH"
    ! coloured FORCE_COLOR=1 NO_COLOR=1 "$TRIOSH"
    ! coloured FORCE_COLOR=1 "$TRIOSH" --color=never
    coloured NO_COLOR=1 "$TRIOSH" --color=always
}

@test "--examples prints every command's example" {
    run --separate-stderr triosh --examples
    [ "$status" -eq 0 ]
    has '--- print'
    has '--- show'
}
