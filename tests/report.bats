# How an uncaught error is reported: places, groups, causes, and what is folded.

bats_require_minimum_version 1.5.0
load helper

setup() { cd "$BATS_TEST_TMPDIR" || return; }
teardown() { no_survivors; }

# report [OPTION...]: the report of the script demo.trio in $output; it fails with status 1
report() {
    run triosh --clock=virtual "$@" demo.trio
    [ "$status" -eq "${wanted-1}" ] || fails "status $status" "$output"
}

@test "the way of an error: where it was raised, who called, into which nursery" {
    cat >demo.trio <<'END'
def fetch url < raise ValueError "bad $url" >
def work <
  fetch x
>
nursery <
  spawn as worker work
>
END
    report
    prints 'error: ValueError: bad x' \
        '  at demo.trio:1:17 in fetch' \
        '    1 | def fetch url < raise ValueError "bad $url" >' \
        '      |                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^' \
        '  called at demo.trio:3:3 in work, task worker' \
        '    3 |   fetch x' \
        '      |   ^^^^^^^' \
        '  into the nursery at demo.trio:5:1' \
        '    5 | nursery <' \
        '      | ^^^^^^^'
}

@test "a group is a tree; the cancelled are one line" {
    cat >demo.trio <<'END'
def first < try < sleep_forever > finally < raise KeyError "k" > >
nursery <
  spawn first
  spawn as second < raise ValueError "v" >
  spawn as third < nursery < spawn as deep < sleep 5 > ; spawn as deeper < try < sleep 5 > finally < raise OSError "o" > > ; spawn as deepest < try < sleep 5 > finally < raise OSError "p" > > > >
>
END
    report
    [ "${lines[0]}" = 'error: ExceptionGroup: multiple tasks failed (3 errors)' ] || fails "$output"
    run grep -E '^ *\+- ' <<<"$output"
    prints '  +- ValueError: v' '  +- KeyError: k' '  +- ExceptionGroup: multiple tasks failed (2 errors)' '    +- OSError: o' '    +- OSError: p'
}

@test "causes and contexts stand below, each once" {
    cat >demo.trio <<'END'
try <
  try < raise KeyError "first" > except KeyError < raise ValueError "second" >
> except ValueError <
  raise OSError "third"
>
END
    report
    [ "${lines[0]}" = 'error: OSError: third' ]
    has '  while handling ValueError: second'
    has '  while handling KeyError: first'
    [ "$(grep -c 'first$' <<<"$output")" -eq 1 ]
}

@test "an error raised while being cancelled says what that was" {
    cat >demo.trio <<'END'
move_on_after 2 <
  try < sleep 5 > finally < raise ValueError "in the end" >
>
END
    report
    has '  while handling Cancelled'
    has '    move_on_after at demo.trio:1 ran out of time after 2 seconds'
}

@test "a TooSlowError says which deadline" {
    cat >demo.trio <<'END'
fail_after 10 < fail_after 1.5 < sleep 5 > >
END
    wanted=124 report
    prints 'error: TooSlowError' \
        '  fail_after at demo.trio:1 ran out of time after 1.5 seconds' \
        '  at demo.trio:1:17' \
        '    1 | fail_after 10 < fail_after 1.5 < sleep 5 > >' \
        '      |                 ^^^^^^^^^^'
}

@test "a CalledProcessError says its command, on one line and not too long" {
    cat >demo.trio <<'END'
sh -c "exit 3 # it's\n\e[31m"
END
    wanted=3 report
    [ "${lines[0]}" = 'error: CalledProcessError: sh exited with status 3' ]
    [ "${lines[1]}" = "  the command: sh -c 'exit 3 # it'\\''s\\x0a\\x1b[31m'" ] || fails "$output"
    printf 'sh -c "exit 3" %s\n' "$(seq -s ' ' 1 200)" >demo.trio
    wanted=3 report
    [ "${#lines[1]}" -lt 230 ]
    [[ ${lines[1]} == *... ]]
}

@test "equal members of a big group are shown once, and a small group's all" {
    cat >demo.trio <<'END'
nursery <
  for i in range(42) <
    spawn as "worker-$i" < raise ValueError "no" >
  >
>
END
    report
    prints 'error: ExceptionGroup: multiple tasks failed (42 errors)' \
        '  at demo.trio:1:1' \
        '    1 | nursery <' \
        '      | ^^^^^^^' \
        '  +- ValueError: no' \
        '     at demo.trio:3:28 in block:3, task worker-0' \
        '       3 |     spawn as "worker-$i" < raise ValueError "no" >' \
        '         |                            ^^^^^^^^^^^^^^^^^^^^^' \
        '     (the same in 41 other tasks: worker-1, worker-2, worker-3, ...)'
    sed -i 's/42/10/' demo.trio
    report
    [ "$(grep -c '^  +- ValueError: no$' <<<"$output")" -eq 10 ]
}

@test "a group of thousands of different errors is abridged" {
    cat >demo.trio <<'END'
nursery < for i in range(5000) < spawn < raise ValueError "no $i" > > >
END
    report
    [ "$(grep -c '^  +- ' <<<"$output")" -eq 20 ]
    has '  (and 4,980 more errors)'
    [ "${#lines[@]}" -lt 60 ]
}

@test "a long recursion is a few lines" {
    cat >demo.trio <<'END'
def deep n < if (n == 0) < raise ValueError "bottom" >; deep (n - 1) >
deep 9000
END
    report
    has '  ... 8,999 more calls of deep'
    [ "${#lines[@]}" -lt 20 ]
    cat >demo.trio <<'END'
def ping n < if (n == 0) < raise ValueError "bottom" >; pong (n - 1) >
def pong n < ping $n >
ping 4000
END
    report
    has ' more calls'
    [ "${#lines[@]}" -lt 50 ]
}

@test "control characters in names and messages are escaped" {
    cat >demo.trio <<'END'
nursery <
  spawn as "a\e[2J" < raise ValueError "x\nerror: forged\n  +- forged" >
  spawn as b < raise ValueError "y\r" >
>
END
    report
    [[ $output != *$'\e'* && $output != *$'\r'* ]]
    [ "$(grep -c '^error: ' <<<"$output")" -eq 1 ]
    [ "$(grep -cE '^ *\+- ' <<<"$output")" -eq 2 ]
}

@test "commands of the prelude do not appear in the way" {
    cat >demo.trio <<'END'
retry 2 < raise ValueError "again" >
END
    report
    [[ $output != *prelude* ]] || fails "$output"
    has 'demo.trio:1'
}

@test "except* leaves the rest as a group, with the place of the nursery" {
    cat >demo.trio <<'END'
try <
  nursery <
    spawn < raise ValueError "v" >
    spawn < raise KeyError "k" >
    spawn < raise OSError "o" >
  >
> except* ValueError as eg < print len(eg.exceptions) >
END
    run --separate-stderr triosh --clock=virtual demo.trio
    [ "$status" -eq 1 ]
    [ "$output" = 1 ]
    output=$stderr
    [ "$(head -n 1 <<<"$output")" = 'error: ExceptionGroup: multiple tasks failed (2 errors)' ] || fails "$output"
    has '  +- KeyError: k'
    has '  +- OSError: o'
    [[ $output != *ValueError* ]]
}
