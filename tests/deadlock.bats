# Deadlocks: what is one, who is told, and what the report says. More in tests/scripts/deadlock/.

bats_require_minimum_version 1.5.0
load helper

setup() { cd "$BATS_TEST_TMPDIR" || return; }
teardown() { no_survivors; }

# prompt LINE...: types the lines at the prompt, and has what the terminal shows in $output
prompt() {
    command -v script >/dev/null || skip "no script(1)"
    output=$({
        for line in "trace off" "$@" "exit 0"; do
            sleep 0.3
            printf '%s\n' "$line"
        done
        sleep 0.3
    } | HOME=$BATS_TEST_TMPDIR TERM=dumb timeout 20 script -qec "'$TRIOSH'" /dev/null | tr -d '\r')
}

@test "a deadlock is reported with its circle, each task's place, and status 1" {
    cat >demo.trio <<'END'
let a = lock
let b = lock
def grab first second <
  acquire $first
  sleep 1
  acquire $second
>
nursery <
  spawn as worker-1 grab $a $b
  spawn as worker-2 grab $b $a
>
END
    run triosh --clock=virtual demo.trio
    [ "$status" -eq 1 ]
    prints 'error: DeadlockError: tasks wait for each other: worker-1 waits for lock 2, held by worker-2; worker-2 waits for lock 1, held by worker-1' \
        '  at demo.trio:8:1' \
        '    8 | nursery <' \
        '      | ^^^^^^^' \
        '  the circle:' \
        '    worker-1 waits for lock 2, held by worker-2, at demo.trio:6:3' \
        '      6 |   acquire $second' \
        '        |   ^^^^^^^^^^^^^^^' \
        '    worker-2 waits for lock 1, held by worker-1, at demo.trio:6:3' \
        '  the other tasks:' \
        '    main waits for 2 children, at demo.trio:8:1'
}

@test "the same under a real clock" {
    run timeout 10 "$TRIOSH" -c 'let e = event; nursery < spawn as w < wait $e > >'
    [ "$status" -eq 1 ]
    has 'error: DeadlockError: every task waits, and nothing can wake one: event 1 is never set by anybody'
    has 'w waits for event 1, at <command>:1:39'
}

@test "sleeping until Ctrl-C is no deadlock under a real clock" {
    run timeout --signal=INT 2 "$TRIOSH" -c 'let e = event; nursery < spawn < sleep_forever >; spawn < wait $e > >'
    [ "$status" -eq 124 ]
    prints interrupted
}

@test "a hundred thousand tasks are counted, not listed" {
    run triosh --clock=virtual -c 'let e = event; nursery < for i in range(100000) < spawn < wait $e > > >'
    [ "$status" -eq 1 ]
    has 'event 1 is never set by anybody'
    has '... and 99,981 more'
    [ "${#lines[@]}" -lt 40 ]
}

@test "a circle of a hundred thousand tasks" {
    run triosh --clock=virtual -c 'let n = 100000
let locks = []
for i in range(n) < locks += [lock()] >
nursery < for i in range(n) < spawn as "t$i" < let k = $i; acquire ${locks[k]}; checkpoint; acquire ${locks[(k + 1) % n]} > > >'
    [ "$status" -eq 1 ]
    [[ ${lines[0]} == *"t0 waits for lock 2, held by t1; "*"; and 99994 more; t99999 waits for lock 1, held by t0" ]] || fails "${lines[0]}"
    [ "${#lines[@]}" -lt 40 ]
}

@test "at the prompt a deadlocked entry fails, and the prompt lives" {
    prompt 'let a = lock' 'with $a < nursery < spawn as w < acquire $a > > >' 'print "still $(len([1, 2]))"'
    has 'error: DeadlockError: tasks wait for each other: main waits for its child w; w waits for lock 1, held by main'
    has 'still 2'
}

@test "at the prompt background tasks that wait for each other are told; one that waits for an event is not" {
    prompt 'let a = lock; let b = lock; let e = event' 'def grab x y < with $x < sleep 0.05; with $y < > > >' \
        'spawn as patient < wait $e; print "at last" >' 'spawn as left grab $a $b; spawn as right grab $b $a' 'set $e'
    has 'error: DeadlockError: tasks wait for each other: left waits for lock 2, held by right; right waits for lock 1, held by left'
    [ "$(grep -c 'error: ' <<<"$output")" -eq 1 ] || fails "$output"
    has 'at last'
}
