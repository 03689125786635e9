#!/usr/bin/env bats
# Every built-in's example in help does what its lines "#=> OUTPUT" say.

load helper

teardown() { no_survivors; }

# split_examples: $BATS_TEST_TMPDIR/NAME.trio for each block of --examples
split_examples() {
    triosh --examples | awk -v to="$BATS_TEST_TMPDIR" '
        /^--- / { close(file); file = to "/" $2 ".trio"; next }
        { print > file }'
}

# run_example FILE: prints what is wrong with it
run_example() {
    local directory=${1%.trio}.d
    mkdir "$directory"
    (cd "$directory" && timeout 20 "$TRIOSH" --clock=virtual "$1" </dev/null >"$1.out" 2>"$1.err") ||
        grep -q "exit $?" "$1" || echo "it failed"
    sed -n 's/^#=>\( \|$\)//p' "$1" | diff - "$1.out"
    if [ -s "$1.err" ] && ! grep -q '^eprint' "$1"; then
        cat "$1.err"
    fi
}

@test "every example of help does what it says" {
    split_examples
    local file count=0 wrong=0 found
    for file in "$BATS_TEST_TMPDIR"/*.trio; do
        found=$(run_example "$file")
        count=$((count + 1))
        if [ -n "$found" ]; then
            wrong=$((wrong + 1))
            printf '%s\n' "--- $(basename "$file" .trio)" "$found" >&2
        fi
    done
    [ "$count" -gt 50 ] || fails "only $count examples"
    [ "$wrong" -eq 0 ] || fails "$wrong of $count examples are wrong"
}
