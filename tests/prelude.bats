#!/usr/bin/env bats
# The commands that are written in the language itself: what is said of them, and of errors in them.

load helper

teardown() { no_survivors; }

@test "help tells about them as about built-ins" {
    run triosh_c 'help retry'
    [ "$status" -eq 0 ]
    has 'usage: retry [--backoff SECONDS] '
    has ' TRIES < ... >'
    has 'Runs a block until it succeeds'
    has 'Example:'
    has 'help --source retry'
    run triosh_c 'help'
    has 'retry'
    has 'map_concurrently'
}

@test "help --source shows a text that defines the same command" {
    triosh_c 'help --source retry' >"$BATS_TEST_TMPDIR/retry.trio"
    run triosh --clock=virtual --load="$BATS_TEST_TMPDIR/retry.trio" \
        -c 'let n = 0; retry 3 --backoff 1 < n += 1; if (n < 3) < raise OSError x > >; print $n (current_time())'
    prints '3 3.0'
    run triosh_c 'help --source sleep'
    [ "$status" -eq 1 ]
    has 'sleep is not written in the language, but built in'
    run triosh_c 'help --source nothing'
    [ "$status" -eq 1 ]
}

@test "help --source shows one's own function" {
    run triosh_c 'def greet name < print "hi $name" >; help --source greet'
    prints 'def greet name < print "hi $name" >'
}

@test "wrong arguments are found before the run" {
    run triosh_c 'print never; retry < print 1 >'
    [ "$status" -eq 2 ]
    has 'retry needs an argument: tries'
    run triosh_c 'print never; retry five < print 1 >'
    [ "$status" -eq 2 ]
    has 'must be a number, not "five"'
    run triosh_c 'print never; retry 5 --backof 1 < print 1 >'
    [ "$status" -eq 2 ]
    has 'did you mean --backoff?'
    run triosh_c 'print never; map_concurrently [1, 2] < print 1 >'
    [ "$status" -eq 2 ]
    has 'map_concurrently takes no block'
    run triosh_c 'sync def f < retry 3 < print 1 > >'
    [ "$status" -eq 2 ]
    has 'cannot be called in the sync function f'
}

@test "options may stand behind the words" {
    run triosh --clock=virtual -c 'try < retry 3 --backoff 1 --factor 1 < raise OSError x > > except OSError < print (current_time()) >'
    prints 2.0
}

@test "an error shows the places in the program, none of the prelude" {
    script retry.trio <<'END'
retry 2 <
  raise OSError "inside"
>
END
    run triosh "$script"
    [ "$status" -eq 1 ]
    has 'retry.trio:2:3 in block:1'
    has 'called at'
    [ "$(grep -c 'retry.trio:' <<<"$output")" -eq 2 ]
    [[ $output != *body* ]]
    run triosh_c 'retry 0 < print 1 >'
    [ "$status" -eq 1 ]
    has 'error: ValueError: retry: TRIES must be at least 1, not 0'
    has 'at <command>:1:1'
    [[ $output != *'raise ValueError'* ]]
}

@test "an error in a task of theirs shows the places in the program" {
    script map.trio <<'END'
def half n < return (4 / n) >
map_concurrently [2, 1, 0] half
END
    run triosh "$script"
    [ "$status" -eq 1 ]
    has 'map.trio:1:22 in half'
    has 'into the nursery at'
    has 'map.trio:2:1'
    [[ $output != *map_concurrently.trio* ]]
}

@test "a function of the program takes the place of one of theirs" {
    run triosh_c 'def retry n < print "mine $n" >; retry 4'
    prints 'mine 4'
    script mine.trio <<'END'
def every a b < print "every $a $b" >
END
    run triosh --load="$script" -c 'every 1 2'
    prints 'every 1 2'
}

@test "a mistyped name is told the near one" {
    run triosh_c 'print sorted([2, 1], key="retri")'
    has 'retry'
}

@test "at the deadlock of a task in them its place is the program's" {
    run triosh --clock=virtual -c 'retry 2 <
  sleep_forever
>'
    [ "$status" -eq 1 ]
    has 'DeadlockError'
    [[ $output != *retry.trio* ]]
}
