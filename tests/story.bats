# --trace=story: what happens, in plain words.

bats_require_minimum_version 1.5.0
load helper

setup() { cd "$BATS_TEST_TMPDIR" || return; }
teardown() { no_survivors; }

# story NAME: the story of script NAME, on the virtual clock, is standard input
story() {
    diff - <(triosh --clock=virtual --trace=story "$1" 2>&1 >/dev/null)
}

@test "the story of the tutorial's first script" {
    cp "$TRIOSH_TESTS/../scripts/tutorial/tasks-intro.trio" .
    local line
    line=$(grep -n '^ *nursery' tasks-intro.trio | cut -d: -f1)
    story tasks-intro.trio <<END
    0.000            the run begins
    0.000  main      starts
    0.000  main      opens nursery 1 (tasks-intro.trio:$line)
    0.000  main      spawns child1 in nursery 1
    0.000  main      spawns child2 in nursery 1
    0.000  main      waits for 2 children
    0.000  child1    starts
    0.000  child1    sleeps until 1.0
    0.000  child2    starts
    0.000  child2    sleeps until 1.0
    1.000  child1    wakes up
    1.000  child2    wakes up
    1.000  child1    ends
    1.000  main      is woken by child2
    1.000  child2    ends
    1.000  main      leaves nursery 1
    1.000  main      ends
    1.000            the run ends
END
}

@test "a timeout, and who is told of it" {
    cat >demo.trio <<'END'
move_on_after 1.5 <
  nursery <
    spawn as child1 < sleep 5 >
  >
>
END
    story demo.trio <<'END'
    0.000            the run begins
    0.000  main      starts
    0.000  main      opens move_on_after (demo.trio:1), until 1.5
    0.000  main      opens nursery 1 (demo.trio:2)
    0.000  main      spawns child1 in nursery 1
    0.000  main      waits for 1 child
    0.000  child1    starts
    0.000  child1    sleeps until 5.0
    1.500            move_on_after (demo.trio:1) reaches its deadline
    1.500  main      is cancelled: move_on_after at demo.trio:1 ran out of time after 1.5 seconds; it waits on for its children
    1.500  child1    is cancelled: move_on_after at demo.trio:1 ran out of time after 1.5 seconds
    1.500  child1    ends, cancelled
    1.500  main      is woken by child1
    1.500  main      leaves nursery 1 with Cancelled
    1.500  main      Cancelled ends at move_on_after (demo.trio:1)
    1.500  main      leaves move_on_after
    1.500  main      ends
    1.500            the run ends
END
}

@test "a sibling's error, and where it goes" {
    cat >demo.trio <<'END'
try <
  nursery <
    spawn as bad < sleep 1; raise ValueError "no" >
    spawn as good < sleep_forever >
  >
> except ValueError < print caught >
END
    story demo.trio <<'END'
    0.000            the run begins
    0.000  main      starts
    0.000  main      opens nursery 1 (demo.trio:2)
    0.000  main      spawns bad in nursery 1
    0.000  main      spawns good in nursery 1
    0.000  main      waits for 2 children
    0.000  bad       starts
    0.000  bad       sleeps until 1.0
    0.000  good      starts
    0.000  good      sleeps for ever
    1.000  bad       wakes up
    1.000  bad       fails with ValueError: no (demo.trio:3)
    1.000            nursery 1 keeps the ValueError of bad
    1.000            nursery at demo.trio:2 was cancelled because bad failed with ValueError: no (demo.trio:3)
    1.000  main      is cancelled: nursery at demo.trio:2 was cancelled because bad failed with ValueError: no (demo.trio:3); it waits on for its children
    1.000  good      is cancelled: nursery at demo.trio:2 was cancelled because bad failed with ValueError: no (demo.trio:3)
    1.000  good      ends, cancelled
    1.000  main      is woken by good
    1.000  main      Cancelled ends at nursery 1 (demo.trio:2)
    1.000  main      leaves nursery 1 with ValueError: no (demo.trio:3)
    1.000  main      ends
    1.000            the run ends
END
}

@test "a shield keeps a cancellation out until it is left" {
    cat >demo.trio <<'END'
move_on_after 1 <
  shield < sleep 3 >
  checkpoint
>
END
    story demo.trio <<'END'
    0.000            the run begins
    0.000  main      starts
    0.000  main      opens move_on_after (demo.trio:1), until 1.0
    0.000  main      opens shield (demo.trio:2)
    0.000  main      sleeps until 3.0
    1.000            move_on_after (demo.trio:1) reaches its deadline
    3.000  main      wakes up
    3.000  main      leaves shield
    3.000  main      lets the others run
    3.000  main      is cancelled: move_on_after at demo.trio:1 ran out of time after 1 second
    3.000  main      Cancelled ends at move_on_after (demo.trio:1)
    3.000  main      leaves move_on_after
    3.000  main      ends
    3.000            the run ends
END
}

@test "nested cancellations: who asked, and where each ends" {
    cat >demo.trio <<'END'
nursery as outer <
  spawn as worker <
    move_on_after 5 < nursery < spawn as deep < sleep 9 > > >
  >
  sleep 1
  cancel ${outer.cancel_scope}
>
END
    story demo.trio <<'END'
    0.000            the run begins
    0.000  main      starts
    0.000  main      opens nursery 1 (demo.trio:1)
    0.000  main      spawns worker in nursery 1
    0.000  main      sleeps until 1.0
    0.000  worker    starts
    0.000  worker    opens move_on_after (demo.trio:3), until 5.0
    0.000  worker    opens nursery 2 (demo.trio:3)
    0.000  worker    spawns deep in nursery 2
    0.000  worker    waits for 1 child
    0.000  deep      starts
    0.000  deep      sleeps until 9.0
    1.000  main      wakes up
    1.000  main      cancels nursery 1 (demo.trio:1)
    1.000  worker    is cancelled: nursery at demo.trio:1 was cancelled by main (demo.trio:6); it waits on for its children
    1.000  deep      is cancelled: nursery at demo.trio:1 was cancelled by main (demo.trio:6)
    1.000  main      waits for 1 child
    1.000  main      is cancelled: nursery at demo.trio:1 was cancelled by main (demo.trio:6); it waits on for its children
    1.000  deep      ends, cancelled
    1.000  worker    is woken by deep
    1.000  worker    leaves nursery 2 with Cancelled
    1.000  worker    leaves move_on_after with Cancelled
    1.000  worker    ends, cancelled
    1.000  main      is woken by worker
    1.000  main      Cancelled ends at nursery 1 (demo.trio:1)
    1.000  main      leaves nursery 1
    1.000  main      ends
    1.000            the run ends
END
}

@test "waiting for each other, moving a deadline, cancelling one task" {
    cat >demo.trio <<'END'
let l = lock
nursery <
  spawn as one < with $l < sleep 1 > >
  spawn as two < with $l < > >
>
move_on_after 1 as s < s.deadline += 2; checkpoint >
nursery < let t = spawn as late < sleep 9 >; checkpoint; cancel $t >
END
    run triosh --clock=virtual --trace=story demo.trio
    [ "$status" -eq 0 ]
    has '    0.000  two       waits for lock 1, held by one'
    has '    1.000  two       is woken by one'
    has '    1.000  main      moves the deadline of move_on_after (demo.trio:6) from 2.0 to 4.0'
    has '    1.000  main      cancels late'
    has '    1.000  late      is cancelled: late was cancelled by main (demo.trio:7)'
}

@test "a race drops what its losers failed with" {
    run triosh --clock=virtual --trace=story -c 'race < spawn as bad < raise ValueError "x" >; spawn as good < sleep 1 >; spawn as slow < sleep 5 > >'
    [ "$status" -eq 0 ]
    has '    1.000            nursery 1 drops ValueError: x (<command>:1), for the race is won'
    has '    1.000  slow      is cancelled: race at <command>:1 was cancelled because good won'
}

@test "with a real clock the time counts from the beginning of the trace" {
    run triosh --trace=story -c 'sleep 0.05'
    [[ ${lines[0]} == "    0.000            the run begins" ]] || fails "$output"
    [[ ${lines[3]} =~ ^"    0."[0-9]{3}"  main      wakes up"$ ]] || fails "$output"
    [[ ${lines[3]} != "    0.000"* ]] || fails "$output"
}

@test "names and messages are escaped, and colours go only where they are wanted" {
    run --separate-stderr triosh --trace=story --color=never -c 'nursery < spawn as "a\e[2Jb\nc" < try < raise ValueError "x\e[3J" > except < > > >'
    [ "$status" -eq 0 ]
    [[ $stderr != *$'\e'* ]] || fails "$stderr"
    [[ $stderr == *'a\x1b[2Jb\x0ac'* ]] || fails "$stderr"
    run --separate-stderr triosh --trace=story --color=always -c 'sleep 0'
    [[ $stderr == *$'\e[0;36mmain'* ]] || fails "$stderr"
    triosh --trace=story --trace-file=file --color=always -c 'sleep 0'
    [ -s file ]
    run grep -q $'\e' file
    [ "$status" -eq 1 ]
}

@test "trace story in a script, and an unknown style" {
    run triosh --clock=virtual -c 'trace story; sleep 1; trace off; sleep 1'
    prints '    0.000  main      sleeps until 1.0' '    1.000  main      wakes up'
    run triosh -c 'trace opera'
    has "there is no trace style 'opera'; there are trio and story, and off"
}
