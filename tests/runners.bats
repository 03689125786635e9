# The runners of the tests: that they count what passed, and can fail.
#
# The triosh of these tests is sh: its comments look the same.

load helper

setup() {
    printf '#!/bin/sh\nshift\nexec sh "$@"\n' >"$BATS_TEST_TMPDIR/triosh"
    chmod +x "$BATS_TEST_TMPDIR/triosh"
    TRIOSH=$BATS_TEST_TMPDIR/triosh
}

teardown() {
    no_survivors
}

# expecting STATUS TEXT: runs the script on standard input through the runner
expecting() {
    script a.trio
    run "$TRIOSH_TESTS/scripts/run" "$script"
    [ "$status" -eq "$1" ] || fails "status $status:" "$output"
    has "$2"
}

@test "a script that prints what it expects passes" {
    expecting 0 '1 passed, 0 failed' <<'END'
# args: one "two words"
# input: read
# expect: one
echo "$1"; echo "$2"  # expect: two words
read line; echo "$line $#"
# expect: read 2
echo
# expect:
echo problem >&2; exit 3
# expect-error: prob
# expect-status: 3
END
}

@test "a line too many fails, and is shown" {
    expecting 1 '+b' <<'END'
# expect: a
echo a; echo b
END
    has '0 passed, 1 failed'
}

@test "output where none is expected fails" {
    expecting 1 '+a' <<'END'
# expect-status: 0
echo a
END
}

@test "a missing error text fails" {
    expecting 1 'standard error lacks: pro*blem' <<'END'
# expect-error: pro*blem
echo problem >&2
END
}

@test "another status fails" {
    expecting 1 'status 3, not 0' <<'END'
# expect: a
echo a; exit 3
END
}

@test "a sanitizer's finding fails though the status is expected" {
    expecting 1 'runtime error' <<'END'
# expect-status: 1
echo 'x.c:1: runtime error: bad' >&2; exit 1
END
}

@test "a script that expects nothing is an error" {
    expecting 1 'expects nothing' <<'END'
true
END
}

@test "a bats file that fails or breaks off is counted" {
    printf '@test "a" { true; }\n@test "b" { false; }\n@test "c" { skip; }\n' >"$BATS_TEST_TMPDIR/a.bats"
    printf '@test "a" { true; }\n' >"$BATS_TEST_TMPDIR/b.bats"
    printf 'exit 1\n@test "a" { true; }\n' >"$BATS_TEST_TMPDIR/c.bats"
    # Not inside this bats: its functions and variables would be taken for the inner one's.
    run env -i PATH="${PATH//"$BATS_LIBEXEC:"/}" "$TRIOSH_TESTS/run-bats" "$BATS_TEST_TMPDIR"/[abc].bats
    [ "$status" -eq 1 ]
    has 'a.bats: not ok 2 b'
    [[ ${lines[-1]} =~ ^2\ passed,\ [23]\ failed,\ 1\ skipped$ ]] || fails "$output"
}

@test "a suite that prints no count is a failure" {
    cp -r "$TRIOSH_TESTS/run" "$BATS_TEST_TMPDIR/run"
    mkdir "$BATS_TEST_TMPDIR/unit" "$BATS_TEST_TMPDIR/scripts"
    printf '#!/bin/sh\necho "3 passed, 0 failed"\n' >"$BATS_TEST_TMPDIR/unit/run"
    printf '#!/bin/sh\nkill -SEGV $$\n' >"$BATS_TEST_TMPDIR/scripts/run"
    chmod +x "$BATS_TEST_TMPDIR"/*/run
    run "$BATS_TEST_TMPDIR/run" "$BATS_TEST_TMPDIR" unit
    [ "$status" -eq 0 ] && [ "${lines[-1]}" = '3 passed, 0 failed' ] || fails "$output"
    run "$BATS_TEST_TMPDIR/run" "$BATS_TEST_TMPDIR" unit scripts
    [ "$status" -eq 1 ] && [ "${lines[-1]}" = '3 passed, 1 failed' ] || fails "$output"
    has 'no test ran (status 139)'
}

@test "a process that outlives its test is found and ended" {
    background sleep 60
    run no_survivors
    [ "$status" -eq 1 ]
    has 'sleep 60'
    wait "$pid" || [ $? -eq 137 ]
}
