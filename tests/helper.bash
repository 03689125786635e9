# Loaded by the bats files: `load helper`.
#
# $TRIOSH is the program under test. Every process that a test starts carries the test's mark in
# its environment, so a teardown of
#
#   teardown() { no_survivors; }
#
# fails the test where a process outlived it.

TRIOSH_TESTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
TRIOSH=$(realpath "${TRIOSH:-$TRIOSH_TESTS/../build/triosh}")
TRIOSH_TEST_MARK=$$-$RANDOM-${BATS_SUITE_TEST_NUMBER:-0}-${BATS_TEST_NUMBER:-0}
export TRIOSH TRIOSH_TESTS TRIOSH_TEST_MARK

# triosh ARG...: the program under test, with no terminal and nothing to read unless redirected
triosh() {
    "$TRIOSH" "$@"
}

# triosh_c COMMAND [ARG...]
triosh_c() {
    "$TRIOSH" -c "$@" </dev/null
}

# script NAME <<'END': writes standard input to a script in the test's directory, and its path to $script
script() {
    script=$BATS_TEST_TMPDIR/$1
    cat >"$script"
}

# background COMMAND...: starts it and sets $pid. Bats waits until nobody holds its descriptor 3,
# so a process left running with it open would hang the run instead of failing the test.
background() {
    "$@" 3>&- &
    # shellcheck disable=SC2034 # for the test
    pid=$!
}

# fails TEXT...: fails the test with TEXT, for checks that say what went wrong
fails() {
    printf '%s\n' "$*" >&2
    return 1
}

# prints PROGRAM-OUTPUT: `prints 'a' 'b'` checks that $output is exactly these lines
prints() {
    local expected
    expected=$(printf '%s\n' "$@")
    [ "$output" = "$expected" ] && return
    diff <(printf '%s\n' "$expected") <(printf '%s\n' "$output") >&2
    return 1
}

# has TEXT: checks that $output holds TEXT
has() {
    [[ $output == *"$1"* ]] || fails "no '$1' in:" "$output"
}

# survivors: the ids of the processes that carry the mark. A process that has replaced its
# environment is not seen; look for such a one by a unique argument.
survivors() {
    local file files
    # No process of this function may carry the mark itself.
    files=$(env -u TRIOSH_TEST_MARK grep -lsa -e "TRIOSH_TEST_MARK=$TRIOSH_TEST_MARK" /proc/[0-9]*/environ)
    for file in $files; do
        file=${file#/proc/}
        echo "${file%/environ}"
    done
}

# no_survivors [SECONDS]: fails where a process that the test started lives, and ends it. What
# is allowed some time to go (after a SIGKILL of triosh, say) gets it by SECONDS.
no_survivors() {
    local left end=$((${EPOCHREALTIME//[.,]/} + ${1:-0} * 1000000))
    while left=$(survivors) && [ -n "$left" ]; do
        if ((${EPOCHREALTIME//[.,]/} >= end)); then
            # shellcheck disable=SC2086 # ids
            ps -o pid,ppid,stat,args -p ${left//$'\n'/,} >&2
            # shellcheck disable=SC2086 # ids
            kill -KILL $left 2>/dev/null
            fails "these processes outlived the test"
            return
        fi
        sleep 0.02
    done
}
