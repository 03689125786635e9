# Running scripts: where they come from, how the shell ends, and what is said of errors.

bats_require_minimum_version 1.5.0
load helper

teardown() { no_survivors; }

# ends STATUS COMMAND: -c COMMAND ends with this status
ends() {
    # Bats wonders about a 127 unless it was told.
    run --separate-stderr $([ "$1" != 127 ] || echo -127) triosh_c "$2"
    [ "$status" -eq "$1" ] || fails "status $status, not $1, of: $2" "$stderr"
}

@test "-c runs a command with its arguments" {
    run --separate-stderr triosh_c 'print hi; print ${args[1]} ${len(args)}' one 'two words'
    [ "$status" -eq 0 ]
    prints hi 'two words 2'
    ends 0 ''
    [ -z "$output$stderr" ]
}

@test "a script gets its arguments and may begin with #!" {
    script greet.trio <<END
#!$TRIOSH
for name in \$args < print "hello \$name" >
END
    run --separate-stderr triosh "$script" a --check 'b c'
    prints 'hello a' 'hello --check' 'hello b c'
    chmod +x "$script"
    run --separate-stderr "$script" x
    prints 'hello x'
}

@test "a script on standard input, with and without -" {
    run --separate-stderr triosh <<<'print "from standard input" ${args}'
    prints 'from standard input []'
    run --separate-stderr triosh - a b <<<'print ${args}'
    prints '["a", "b"]'
}

@test "a script that cannot be had" {
    run --separate-stderr -127 triosh /no/such/script
    [ "$stderr" = "triosh: /no/such/script: No such file or directory" ]
    run --separate-stderr triosh "$BATS_TEST_TMPDIR"
    [ "$status" -eq 126 ]
    [ "$stderr" = "triosh: $BATS_TEST_TMPDIR: Is a directory" ]
    printf 'print a\0b\n' >"$BATS_TEST_TMPDIR/nul"
    run --separate-stderr triosh "$BATS_TEST_TMPDIR/nul"
    [ "$status" -eq 2 ]
    [[ $stderr == *"NUL bytes"* ]]
    truncate -s 70M "$BATS_TEST_TMPDIR/huge"
    run --separate-stderr triosh "$BATS_TEST_TMPDIR/huge"
    [ "$status" -eq 2 ]
    [[ $stderr == *"64 MiB"* ]]
}

@test "a script that nobody may read" {
    [ "$(id -u)" != 0 ] || skip "root may read everything"
    script secret.trio <<<'print hi'
    chmod 000 "$script"
    run --separate-stderr triosh "$script"
    [ "$status" -eq 126 ]
}

@test "an odd name in a message is escaped" {
    run --separate-stderr -127 triosh $'/no/such\e[31m'
    [ "$stderr" = 'triosh: /no/such\x1b[31m: No such file or directory' ] || fails "$stderr"
}

@test "exit statuses of errors" {
    ends 0 'print fine'
    ends 0 'exit'
    ends 0 'exit 0'
    ends 7 'exit 7'
    ends 1 'exit 257'
    ends 3 'nursery < spawn < sleep_forever >; exit 3 >'
    ends 1 'raise ValueError "bad"'
    ends 1 'raise MyError'
    ends 124 'fail_after 0 < sleep_forever >'
    ends 0 'move_on_after 0 < sleep_forever >'
    ends 1 'nursery < spawn < raise ValueError "a" >; spawn < raise KeyError "b" > >'
    ends 2 'nursery <'
    ends 2 'x = 5'
    ends 2 'sync def f < sleep 1 >'
}

@test "exit statuses of programs" {
    ends 1 'false'
    ends 9 'sh -c "exit 9"'
    ends 143 'sh -c "kill -TERM \$\$"'
    ends 127 'no-such-program-anywhere'
    ends 126 '/etc/passwd'
    ends 126 '/'
    ends 0 'if false < print no > else < print yes >'
    prints yes
}

@test "exit prints nothing" {
    run --separate-stderr triosh_c 'try < exit 4 > finally < print unwinding >'
    [ "$status" -eq 4 ]
    prints unwinding
    [ -z "$stderr" ]
}

@test "syntax errors come with place, line and hint, several at a time, and nothing has run" {
    script bad.trio <<'END'
print one
slep 1
y = 2
for i in range(3) < print $z >
END
    run --separate-stderr triosh "$script"
    [ "$status" -eq 2 ]
    [ -z "$output" ]
    [[ $stderr == *"bad.trio:3:1: error: "* ]] || fails "$stderr"
    [ "$(grep -c ': error: ' <<<"$stderr")" -ge 1 ]
    grep -qF '| y = 2' <<<"$stderr"
}

@test "an uncaught error: kind and message first, then where, innermost first" {
    script deep.trio <<'END'
def inner x <
  raise ValueError "bad input: $x"
>
def outer <
  inner 5
>
outer
END
    cd "$BATS_TEST_TMPDIR"
    run --separate-stderr triosh deep.trio
    [ "$status" -eq 1 ]
    [ "$stderr" = 'error: ValueError: bad input: 5
  at deep.trio:2:3 in inner
    2 |   raise ValueError "bad input: $x"
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  called at deep.trio:5:3 in outer
    5 |   inner 5
      |   ^^^^^^^
  called at deep.trio:7:1
    7 | outer
      | ^^^^^' ] || fails "$stderr"
}

@test "an error without a message" {
    run --separate-stderr triosh_c 'raise ValueError'
    [ "${stderr%%$'\n'*}" = "error: ValueError" ]
}

@test "an error of a task names the task" {
    run --separate-stderr triosh_c 'def child < raise ValueError "x" >
nursery <
  spawn as worker child
>'
    [[ $stderr == *", task worker"* ]] || fails "$stderr"
}

@test "a group is a tree whose members alone have +-" {
    run --separate-stderr triosh_c 'def fails kind < raise ValueError "+- $kind" >
nursery <
  spawn fails a
  spawn <
    nursery <
      spawn fails b
      spawn < raise KeyError "c" >
    >
  >
>'
    [ "$status" -eq 1 ]
    [[ $stderr == "error: ExceptionGroup"* ]]
    [ "$(grep -cE '^error:' <<<"$stderr")" -eq 1 ]
    [ "$(grep -E '^ *\+-' <<<"$stderr" | sed 's/: .*//')" = '  +- ValueError
  +- ExceptionGroup
    +- ValueError
    +- KeyError' ] || fails "$stderr"
}

@test "cause and context are told, and look like no error of their own" {
    run --separate-stderr triosh_c 'try <
  nursery < spawn < raise ValueError "first" >; spawn < raise ValueError "second" > >
> except ExceptionGroup <
  raise KeyError "third"
>'
    [ "$status" -eq 1 ]
    [[ $stderr == "error: KeyError: "* ]]
    [[ $stderr == *"  while handling ExceptionGroup"*"first"*"second"* ]] || fails "$stderr"
    [ "$(grep -cE '^error:|^ *\+-' <<<"$stderr")" -eq 1 ]
}

@test "control characters in a message are escaped" {
    run --separate-stderr triosh_c 'raise ValueError "a\e[31mb\nerror: forged"'
    [ "$(grep -c '^error:' <<<"$stderr")" -eq 1 ]
    [[ $stderr != *$'\e'* ]]
}

@test "a deep recursion is reported in few lines" {
    run --separate-stderr triosh_c 'def f n < f (n + 1) >; f 0'
    [ "$status" -eq 1 ]
    [[ $stderr == "error: RecursionError"* ]]
    [[ $stderr == *"9,998 more calls of f"* ]] || fails "$stderr"
    [ "$(wc -l <<<"$stderr")" -lt 20 ]
}

@test "an output that cannot be written is an error" {
    run --separate-stderr bash -c '"$TRIOSH" -c "print hi" >/dev/full'
    [ "$status" -eq 1 ]
    [[ $stderr == *"No space left on device"* ]] || fails "$stderr"
}

@test "a reader that has gone ends the shell quietly, as it ends others" {
    run --separate-stderr bash -c '"$TRIOSH" -c "loop < print yes >" | head -n 1; echo "${PIPESTATUS[0]}"'
    prints yes 141
    [ -z "$stderr" ] || fails "$stderr"
}

# signalled SIGNAL: a script that waits gets the signal; sets $status
signalled() {
    local file=$BATS_TEST_TMPDIR/output
    script wait.trio <<'END'
nursery <
  spawn <
    try < print ready; sleep_forever > finally < print "tidied up" >
  >
>
print "not reached"
END
    # Not in the background of this shell, which would have it ignore SIGINT.
    python3 - "$1" "$file" "$TRIOSH" "$script" <<'END' || fails "did not end by the signal"
import signal, subprocess, sys, time
number = getattr(signal, sys.argv[1])
with open(sys.argv[2], "w") as output:
    process = subprocess.Popen(sys.argv[3:], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
deadline = time.monotonic() + 10
while "ready" not in open(sys.argv[2]).read() and time.monotonic() < deadline:
    time.sleep(0.01)
process.send_signal(number)
sys.exit(process.wait(10) != -number)
END
    run cat "$file"
}

@test "SIGINT cancels everything in order, and the shell ends by it" {
    signalled SIGINT
    prints ready 'tidied up' interrupted
}

@test "SIGTERM does the same" {
    signalled SIGTERM
    prints ready 'tidied up' interrupted
}

@test "SIGHUP does the same" {
    signalled SIGHUP
    prints ready 'tidied up' interrupted
}

@test "a second Ctrl-C ends it at once" {
    run timeout 20 python3 - "$TRIOSH" <<'END'
import signal, subprocess, sys
code = 'try < print ready; sleep_forever > finally < print cleaning; shield < sleep 60 > >'
process = subprocess.Popen([sys.argv[1], "-c", code], stdout=subprocess.PIPE)
assert process.stdout.readline() == b"ready\n"
process.send_signal(signal.SIGINT)
assert process.stdout.readline() == b"cleaning\n"
process.send_signal(signal.SIGINT)
assert process.wait(5) == -signal.SIGINT
END
    [ "$status" -eq 0 ] || fails "$output"
}

@test "a script that handles Ctrl-C hears of each" {
    run timeout 20 python3 - "$TRIOSH" <<'END'
import signal, subprocess, sys
code = 'for i in range(3) < try < print ready; sleep_forever > except KeyboardInterrupt < print handled > >'
process = subprocess.Popen([sys.argv[1], "-c", code], stdout=subprocess.PIPE)
for turn in range(3):
    assert process.stdout.readline() == b"ready\n"
    process.send_signal(signal.SIGINT)
    assert process.stdout.readline() == b"handled\n", turn
assert process.wait(5) == 0
END
    [ "$status" -eq 0 ] || fails "$output"
}

@test "a loop without checkpoints hears Ctrl-C" {
    run timeout 20 python3 - "$TRIOSH" <<'END'
import signal, subprocess, sys
process = subprocess.Popen([sys.argv[1], "-c", 'eprint ready; loop < let x = 1 >'], stderr=subprocess.PIPE)
assert process.stderr.readline() == b"ready\n"
process.send_signal(signal.SIGINT)
assert process.wait(5) == -signal.SIGINT
END
    [ "$status" -eq 0 ] || fails "$output"
}

@test "a signal that is ignored at the start stays ignored" {
    script ignore.trio <<'END'
sh -c 'kill -INT $PPID'
print survived
END
    run timeout 10 bash -c 'trap "" INT; exec "$TRIOSH" "$1"' bash "$script"
    [ "$status" -eq 0 ]
    prints survived
}

@test "help tells of commands, keywords and what is near" {
    run --separate-stderr triosh_c 'help'
    [ "$status" -eq 0 ]
    has nursery
    has 'The language'
    run --separate-stderr triosh_c 'help sleep'
    has 'usage: sleep SECONDS'
    run --separate-stderr triosh_c 'help for'
    has 'usage: for NAME'
    run --separate-stderr triosh_c 'help slep'
    [ "$status" -eq 1 ]
    [[ $stderr == *'did you mean `help sleep`?'* ]] || fails "$stderr"
    run --separate-stderr triosh_c 'def mine a b=2 < >; help mine'
    has 'usage: mine a [b]'
}

@test "every word of the language has an example that runs" {
    local word
    for word in $(grep -oE '^KEYWORD\("[a-z]+' "$TRIOSH_TESTS/../src/shell/keywords.def" | cut -d'"' -f2); do
        triosh_c 'help $args...' "$word" | sed -n '/^Example:/,$ s/^    //p' >"$BATS_TEST_TMPDIR/example"
        run --separate-stderr timeout 10 "$TRIOSH" --clock=virtual "$BATS_TEST_TMPDIR/example"
        [ "$status" -eq 0 ] || fails "$word:" "$stderr"
        [ "$output" = "$(sed -n 's/^#=> //p' "$BATS_TEST_TMPDIR/example")" ] || fails "$word prints:" "$output"
    done
}

