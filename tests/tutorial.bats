# The scripts of scripts/tutorial, each with what it prints.

bats_require_minimum_version 1.5.0
load helper

tutorial=$TRIOSH_TESTS/../scripts/tutorial

teardown() { no_survivors; }

# tutorial NAME ARG...: runs it, without waiting; it succeeds and says nothing on standard error
tutorial() {
    run --separate-stderr timeout 20 "$TRIOSH" --clock=virtual "$tutorial/$1.trio" "${@:2}"
    [ "$status" -eq 0 ] || fails "status $status" "$stderr"
    [ -z "$stderr" ] || fails "$stderr"
}

# takes MILLISECONDS COMMAND...: runs it, and it takes that long and not much longer
takes() {
    local start=${EPOCHREALTIME//[.,]/} elapsed
    run --separate-stderr "${@:2}"
    elapsed=$(((${EPOCHREALTIME//[.,]/} - start) / 1000))
    ((elapsed >= $1 && elapsed < $1 + 900)) || fails "took $elapsed ms, not $1"
}

@test "every script of the tutorial is tested here, can be run, and checks clean" {
    local file name
    for file in "$tutorial"/*.trio; do
        name=$(basename "$file" .trio)
        grep -qE "tutorial[ /]$name\b" "$BATS_TEST_FILENAME" || fails "$name is not tested"
        [ -x "$file" ] || fails "$name cannot be run"
        run --separate-stderr triosh --check "$file"
        [ "$status" -eq 0 ] || fails "$stderr"
    done
}

intro=('parent: started!' 'parent: spawning child1...' 'parent: spawning child2...' 'parent: waiting for children to finish...'
    '  child1: started! sleeping now...' '  child2: started! sleeping now...' '  child1: exiting!' '  child2: exiting!' 'parent: all done!')

@test "tasks-intro: both children in one second" {
    takes 1000 "$TRIOSH" "$tutorial/tasks-intro.trio"
    [ "$status" -eq 0 ]
    prints "${intro[@]}"
    [ -z "$stderr" ]
}

@test "tasks-intro, traced, says what Trio's tracer says" {
    run --separate-stderr "$TRIOSH" --trace --clock=virtual "$tutorial/tasks-intro.trio"
    prints "${intro[@]}"
    # Without the checks for input, whose number and times are the clock's affair.
    output=$(grep -v 'I/O' <<<"$stderr")
    prints '!!! run started' \
        '### new task spawned: <init>' \
        '### task scheduled: <init>' \
        '>>> about to run one step of task: <init>' \
        '### new task spawned: main' \
        '### task scheduled: main' \
        '### new task spawned: <call soon task>' \
        '### task scheduled: <call soon task>' \
        '<<< task step finished: <init>' \
        '>>> about to run one step of task: main' \
        '### new task spawned: child1' \
        '### task scheduled: child1' \
        '### new task spawned: child2' \
        '### task scheduled: child2' \
        '<<< task step finished: main' \
        '>>> about to run one step of task: <call soon task>' \
        '<<< task step finished: <call soon task>' \
        '>>> about to run one step of task: child1' \
        '<<< task step finished: child1' \
        '>>> about to run one step of task: child2' \
        '<<< task step finished: child2' \
        '### task scheduled: child1' \
        '### task scheduled: child2' \
        '>>> about to run one step of task: child1' \
        '### task exited: child1' \
        '<<< task step finished: child1' \
        '>>> about to run one step of task: child2' \
        '### task scheduled: main' \
        '### task exited: child2' \
        '<<< task step finished: child2' \
        '>>> about to run one step of task: main' \
        '### task scheduled: <init>' \
        '### task exited: main' \
        '<<< task step finished: main' \
        '>>> about to run one step of task: <init>' \
        '### task scheduled: <init>' \
        '<<< task step finished: <init>' \
        '>>> about to run one step of task: <init>' \
        '### task scheduled: <init>' \
        '<<< task step finished: <init>' \
        '>>> about to run one step of task: <init>' \
        '<<< task step finished: <init>' \
        '### task scheduled: <call soon task>' \
        '>>> about to run one step of task: <call soon task>' \
        '### task scheduled: <init>' \
        '<<< task step finished: <call soon task>' \
        '>>> about to run one step of task: <init>' \
        '### task scheduled: <call soon task>' \
        '<<< task step finished: <init>' \
        '>>> about to run one step of task: <call soon task>' \
        '### task scheduled: <init>' \
        '### task exited: <call soon task>' \
        '<<< task step finished: <call soon task>' \
        '>>> about to run one step of task: <init>' \
        '### task exited: <init>' \
        '<<< task step finished: <init>' \
        '!!! run finished'
}

@test "tasks-intro-blocking: one child after the other, in two seconds" {
    takes 2000 "$TRIOSH" "$tutorial/tasks-intro-blocking.trio"
    [ "$status" -eq 0 ]
    prints 'parent: started!' 'parent: spawning child1...' 'parent: spawning child2...' \
        'parent: waiting for children to finish...' \
        '  child1: started! sleeping now...' '  child1: exiting!' \
        '  child2: started! sleeping now...' '  child2: exiting!' 'parent: all done!'
}

@test "async-functions" {
    tutorial async-functions
    prints 'regular_double: 6' 'async_double: 6'
}

@test "double-sleep" {
    tutorial double-sleep
    prints '*yawn* Going to sleep' 'Woke up after 6.00 seconds, feeling well rested!'
}

@test "three-children" {
    tutorial three-children
    prints 'parent: three children spawned, none has run yet' \
        '  child1: started' '  child2: started' '  child3: started' '  child3: done' \
        '  child2: done' '  child1: done' 'parent: all three have ended'
}

@test "move-on-after" {
    tutorial move-on-after
    prints 'sleeping for 20 seconds, but with patience for 10 only...' 'gave up after 10 seconds'
}

@test "sum-async and sum-sync: the same sum" {
    tutorial sum-async 1000000
    prints 'child1: started' 'child1: done' 'child2: started' 'child2: done' 499999500000 'Total time: 0.0'
    tutorial sum-sync 1000000
    prints 499999500000 'Total time: 0.0'
}

@test "sum-async: the article's sum, in time" {
    # The sanitizers take the time of a coffee.
    ! nm -D "$TRIOSH" 2>/dev/null | grep -q __asan || skip "built with sanitizers"
    run timeout 20 "$TRIOSH" "$tutorial/sum-async.trio"
    [ "$status" -eq 0 ]
    has 4999999950000000
    [[ ${lines[-1]} =~ ^Total\ time:\ [0-9]+\.[0-9]+ ]]
}

@test "child-error: the siblings are cancelled, the parent hears of it" {
    tutorial child-error
    prints '  anna: working...' '  bert: working...' '  anna: cancelled, tidying up' '  bert: cancelled, tidying up' \
        'parent: a child failed: the disk is full'
}

@test "fail-after: caught, nested, uncaught" {
    run --separate-stderr "$TRIOSH" --clock=virtual "$tutorial/fail-after.trio"
    [ "$status" -eq 124 ]
    prints 'the oracle takes too long' 'still here'
    [[ $stderr == "error: TooSlowError"* ]]
}

@test "shield" {
    tutorial shield
    prints connected 'cancelled; saying goodbye takes half a second' goodbye 'disconnected after 1.5 seconds'
}

@test "ctrl-c: the children tidy up, and the shell ends by the signal" {
    run timeout 20 python3 - "$TRIOSH" "$tutorial/ctrl-c.trio" <<'END'
import signal, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
lines = [process.stdout.readline() for worker in range(2)]
process.send_signal(signal.SIGINT)
output, errors = process.communicate(timeout=10)
print((b"".join(lines) + output + errors).decode(), process.returncode, sep="")
END
    prints 'anna: working until somebody presses Ctrl-C' 'bert: working until somebody presses Ctrl-C' \
        'anna: tidying up' 'bert: tidying up' interrupted -2
}

@test "philosophers: everybody eats, in order" {
    tutorial philosophers
    prints 'everybody has eaten'
    tutorial philosophers-ordered
    prints 'everybody has eaten'
}
