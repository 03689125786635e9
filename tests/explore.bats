#!/usr/bin/env bats
# Other orders of the tasks: --schedule, and --explore, which tries many and lists what comes of them.

bats_require_minimum_version 1.5.0
load helper

tutorial=$TRIOSH_TESTS/../scripts/tutorial

teardown() { no_survivors; }

# three: a script of three tasks that print
three() {
    script three.trio <<'END'
nursery < for n in a b c < spawn < print --end="" $n > > >
print ""
END
}

# explored COUNT ARG...: runs --explore=COUNT; its listing is $output, and $outcomes says how many outcomes there were
explored() {
    run timeout 60 "$TRIOSH" --explore="$1" "${@:2}"
    outcomes=$(sed -n '1s/.*, \([0-9]*\) outcomes\{0,1\}$/\1/p' <<<"$output")
}

@test "the philosophers deadlock in some orders, and again from the seed" {
    explored 1000 "$tutorial/philosophers.trio"
    [ "$status" -eq 1 ]
    [ "$outcomes" -eq 2 ]
    has 'ends well'
    has '| everybody has eaten'
    has 'exit status 1, DeadlockError'
    local again
    again=$(sed -n 's/^again: triosh //p' <<<"$output")
    # shellcheck disable=SC2086 # words
    run triosh $again
    [ "$status" -eq 1 ]
    has 'DeadlockError'
    local first=$output
    # shellcheck disable=SC2086 # words
    run triosh $again
    [ "$output" = "$first" ]
    # Without a seed, in order, all is well.
    run triosh --clock=virtual "$tutorial/philosophers.trio"
    prints 'everybody has eaten'
}

@test "the philosophers deadlock in Trio's orders, too" {
    explored 200 --schedule=random "$tutorial/philosophers.trio"
    [ "$status" -eq 1 ]
    [ "$outcomes" -eq 2 ]
    has 'again: triosh --clock=virtual --schedule=random --seed='
}

@test "with ordered forks a thousand orders find nothing" {
    local schedule
    for schedule in any random; do
        explored 1000 --schedule=$schedule "$tutorial/philosophers-ordered.trio"
        [ "$status" -eq 0 ]
        [ "$outcomes" -eq 1 ]
        has '1000 times (100.0 %)'
        has '| everybody has eaten'
    done
}

@test "Trio's order is a batch or its reverse, any is any" {
    three
    explored 200 --schedule=random "$script"
    [ "$outcomes" -eq 2 ]
    has '| abc'
    has '| cba'
    explored 200 "$script"
    [ "$outcomes" -eq 6 ]
    [ "$status" -eq 1 ]
    local order
    for order in abc acb bac bca cab cba; do
        has "| $order"
    done
}

@test "each seed that is listed gives the outcome it is listed for" {
    script mixed.trio <<'END'
let log = []
def work n <
  for i in range(3) < sleep (random(1, 3)); log += [n] >
  if (n == 2 and log[0] == 2) < raise ValueError "second first" >
>
nursery < for n in range(1, 4) < spawn work $n > >
print $log
if (log[0] == 3) < exit 7 >
END
    explored 60 "$script"
    [ "$outcomes" -gt 10 ]
    local line seed ending count=0
    while read -r line; do
        if [[ $line =~ seed\ ([0-9]+):\ (.*) ]]; then
            seed=${BASH_REMATCH[1]} ending=${BASH_REMATCH[2]}
            run --separate-stderr triosh --clock=virtual --schedule=any --seed="$seed" "$script"
            case $ending in
            'ends well') [ "$status" -eq 0 ] ;;
            *'status 7'*) [ "$status" -eq 7 ] ;;
            *ValueError) [ "$status" -eq 1 ] && [[ $stderr == *'second first'* ]] ;;
            *) false ;;
            esac || fails "seed $seed: status $status, listed: $line"
            count=$((count + 1))
        elif [[ $line == '| ['* ]]; then
            [ "$output" = "${line#| }" ] || fails "seed $seed printed $output, listed: $line"
        fi
    done < <(printf '%s\n' "$output")
    [ "$count" -gt 10 ]
}

@test "the listing is the same each time, and --seed begins elsewhere" {
    three
    explored 100 "$script"
    local first=$output
    explored 100 "$script"
    [ "$output" = "$first" ]
    explored 6 --seed=1000 "$script"
    [[ $output =~ seed\ 100[0-5] ]]
    [[ ! $output =~ seed\ [1-9]: ]]
}

@test "errors are told apart by kind and message, not by the order in a group" {
    explored 50 -c 'nursery < spawn < raise ValueError x >; spawn < raise KeyError y > >'
    [ "$outcomes" -eq 1 ]
    [ "$status" -eq 1 ]
    has 'exit status 1, ExceptionGroup'
    explored 50 -c 'let first = 0
nursery < spawn < if (not first) < first = 1 > >; spawn < if (not first) < first = 2 > > >
raise ValueError "won by $first"'
    [ "$outcomes" -eq 2 ]
    has 'won by 1'
    has 'won by 2'
}

@test "a run that hangs is an outcome, and a few of them are enough" {
    run --separate-stderr timeout 60 "$TRIOSH" --explore=500 --explore-limit=200ms -c 'print begun; while true < >'
    [ "$status" -eq 1 ]
    has 'hangs'
    [[ $stderr == *'stopped after '*' of 500 runs: too many of them hang'* ]]
    run --separate-stderr timeout 60 "$TRIOSH" --explore=6 --explore-limit=300ms -c 'let n = 0
nursery < spawn < n = 1 >; spawn < if (n == 0 and random() < 0.3) < while true < > > > >'
    has 'ends well'
}

@test "programs that a hanging run has started end with it" {
    run --separate-stderr timeout 60 "$TRIOSH" --explore=2 --explore-limit=300ms -c 'sleep 1; /bin/sleep 1000'
    [ "$status" -eq 1 ]
    has 'hangs'
    no_survivors 5
}

@test "runs share nothing: variables, the directory, what is read" {
    echo 'one line' >"$BATS_TEST_TMPDIR/input"
    script alone.trio <<'END'
let n = 0
n += 1
print $n (input())
cd /
END
    run --separate-stderr timeout 60 "$TRIOSH" --explore=40 "$script" <"$BATS_TEST_TMPDIR/input"
    [ "$status" -eq 0 ]
    has '| 1 one line'
    [ -z "$stderr" ]
}

@test "--load files run in each of them, arguments are there" {
    script lib.trio <<'END'
print "loaded"
def greet name < print "hello $name" >
END
    local lib=$script
    script main.trio <<'END'
greet (args[0])
END
    explored 20 --load="$lib" "$script" World
    [ "$status" -eq 0 ]
    has '| loaded'
    has '| hello World'
    explored 5 --load="$BATS_TEST_TMPDIR/missing.trio" "$script" World
    [ "$status" -eq 1 ]
    has 'exit status 127'
}

@test "mistakes are told before any run" {
    explored 20 -c 'print never; let x ='
    [ "$status" -eq 2 ]
    [[ $output != *'| never'* ]]
    has 'error:'
    run triosh --explore=3 --schedule=fifo -c 'print x'
    [ "$status" -eq 2 ]
    has 'other orders than fifo'
    run triosh --explore=3 --clock=2 -c 'print x'
    [ "$status" -eq 2 ]
    has 'virtual clock'
}

@test "long outputs are abridged to where they differ" {
    script long.trio <<'END'
let order = []
nursery < for n in a b < spawn < order += [n] > > >
for i in range(1000) < if (i == 500) < print order $order > else < print "line $i" > >
END
    explored 30 "$script"
    [ "$outcomes" -eq 2 ]
    has '| order ["a", "b"]'
    has '| order ["b", "a"]'
    has '... '
    [ "$(wc -l <<<"$output")" -lt 60 ]
}

@test "of very many outcomes the frequent ones are listed, and every kind of end" {
    script many.trio <<'END'
let order = []
nursery < for n in range(8) < spawn < order += [n] > > >
print $order
if (order[0] == 7 and order[1] == 6) < raise LookupError "rare" >
END
    explored 500 "$script"
    [ "$outcomes" -gt 400 ]
    has 'more outcomes'
    has 'LookupError'
    [ "$(wc -l <<<"$output")" -lt 150 ]
}

@test "SIGTERM ends it and lists what was found" {
    script slow.trio <<'END'
/bin/sleep 0.2
print done
END
    background timeout 20 "$TRIOSH" --explore=100000 "$script" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err"
    sleep 4     # a run needs 0.2 s, and on a busy machine the sanitizers' build needs another second or two
    kill -TERM "$pid"
    local status=0
    wait "$pid" || status=$?
    [ "$status" -eq 143 ]
    grep -q '| done' "$BATS_TEST_TMPDIR/out"
    grep -q 'stopped after' "$BATS_TEST_TMPDIR/err"
}

@test "an order that was drawn and failed can be had again" {
    run triosh --clock=virtual --schedule=any -c 'print (random()); raise ValueError x'
    [ "$status" -eq 1 ]
    has 'the same order again: --schedule=any --seed='
    local number=${lines[0]} again
    again=$(sed -n 's/^triosh: the same order again: //p' <<<"$output")
    # shellcheck disable=SC2086 # words
    run --separate-stderr triosh --clock=virtual $again -c 'print (random()); raise ValueError x'
    [ "${lines[0]}" = "$number" ]
}

@test "a seed without a schedule changes no order" {
    three
    local seed
    for seed in 1 2 3 4 5 6; do
        run triosh --clock=virtual --seed=$seed "$script"
        prints abc
    done
}
