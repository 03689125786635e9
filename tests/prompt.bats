# The prompt, typed at in a real terminal: tmux, on a socket of the test's own.

bats_require_minimum_version 1.5.0
load helper

setup() {
    command -v tmux >/dev/null || skip "no tmux"
    unset XDG_STATE_HOME TRIOSH_HISTORY NO_COLOR FORCE_COLOR CLICOLOR_FORCE EDITRC
    export HOME=$BATS_TEST_TMPDIR/home LC_ALL=C.UTF-8
    history=$HOME/.local/state/triosh/history
    mkdir "$HOME"
}

teardown() {
    [ -z "${terminal-}" ] || leave
    no_survivors 5
}

in_tmux() {
    tmux -S "$BATS_TEST_TMPDIR/tmux$terminal" -f /dev/null "$@"
}

# terminal COMMAND: runs it in a new terminal
terminal() {
    terminal=$((${terminal-0} + 1))
    in_tmux new-session -d -x 80 -y 40 "$1; echo \"status \$?\"; exec sleep 60" 3>&- 4>&- </dev/null
    shows 'trio>'
}

# leave: ends the shell and the terminal. The shell goes first: under the leak sanitizer it cannot where its terminal is gone.
leave() {
    if screen_lacks 'status '; then
        keys C-c C-d C-d
        shows 'status '
    fi
    in_tmux kill-server 2>/dev/null
}

# prompt [OPTION...]: starts the prompt in a new terminal, its trace off unless --trace is among the options
prompt() {
    terminal "'$TRIOSH' $*"
    [[ " $* " == *" --trace "* ]] && return
    enter 'trace off'
    ends '>>> about to run one step of task: main' 'trio>'
    clear
}

# clear: an empty line at the top of an empty screen
clear() {
    keys C-l
    until_true clear_history
}

clear_history() {
    in_tmux clear-history
    screen_is 'trio>'
}

screen() {
    in_tmux capture-pane -p -S - | sed -e 's/ *$//' | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}'
}

# keys KEY...: as tmux names them; text typed TEXT: as it is
keys() { in_tmux send-keys "$@"; }
typed() { in_tmux send-keys -l -- "$1"; }
enter() { typed "$1"; keys Enter; }

# until_true COMMAND...: waits until it succeeds, for at most ten seconds
until_true() {
    local end=$((${EPOCHREALTIME//[.,]/} + 10000000))
    until "$@"; do
        ((${EPOCHREALTIME//[.,]/} < end)) || { fails "waited in vain for: ${*:2}" "the screen:" "$(screen)"; return; }
        sleep 0.02
    done
}

screen_has() { [[ $(screen) == *"$1"* ]]; }
screen_lacks() { [[ $(screen) != *"$1"* ]]; }
screen_is() { [ "$(screen)" = "$(printf '%s\n' "$@")" ]; }
screen_ends() { [[ $'\n'$(screen) == *$'\n'"$(printf '%s\n' "$@")" ]]; }

shows() { until_true screen_has "$1"; }
# settles LINE...: these lines are the whole screen
settles() { until_true screen_is "$@"; }
# ends LINE...: these are the last lines
ends() { until_true screen_ends "$@"; }

@test "expressions show their value, variables and functions stay" {
    prompt
    enter 'let x = 5'
    enter 'def twice n < return (n * 2) >'
    enter '(twice(x))'
    enter 'x += 1'
    enter '(x)'
    enter '("text")'
    enter '(none)'
    settles 'trio> let x = 5' 'trio> def twice n < return (n * 2) >' 'trio> (twice(x))' 10 'trio> x += 1' 'trio> (x)' 6 \
        'trio> ("text")' '"text"' 'trio> (none)' 'trio>'
}

@test "an open block goes on behind a prompt that names it" {
    prompt
    enter 'nursery <'
    ends 'nursery...'
    enter 'for i in range(2) <'
    ends 'for...'
    enter 'print $i >'
    enter '>'
    settles 'trio> nursery <' 'nursery... for i in range(2) <' 'for... print $i >' 'nursery... >' 0 1 'trio>'
}

@test "errors do not end the session" {
    prompt
    enter 'raise ValueError "oops"'
    shows 'error: ValueError: oops'
    enter 'y = 3'
    shows 'error: no variable `y`'
    enter 'print still here'
    ends 'still here' 'trio>'
}

@test "the trace is on at the prompt, trace off ends it" {
    prompt --trace
    enter 'print traced'
    shows '!!! run finished'
    screen_has '>>> about to run one step of task: main'
    enter 'trace off'
    ends '>>> about to run one step of task: main' 'trio>'
    clear
    enter 'print untraced'
    settles 'trio> print untraced' untraced 'trio>'
    enter 'trace trio'
    enter 'print again'
    shows $'again\n###'
    enter 'trace opera'
    shows "there is no trace style 'opera'"
}

@test "Ctrl-C cancels the entry that runs, in order, and comes back" {
    prompt
    enter 'try < print waiting; sleep_forever > finally < print "tidied up" >'
    shows $'\nwaiting'
    keys C-c
    ends 'tidied up' interrupted 'trio>'
    enter 'nursery < spawn sleep_forever; spawn < print child > >'
    shows $'\nchild'
    keys C-c
    ends interrupted 'trio>'
    enter 'loop < let x = 1 >'
    sleep 0.2
    keys C-c
    ends interrupted 'trio>'
    enter 'print fine'
    ends fine 'trio>'
}

@test "Ctrl-C twice does not end the session" {
    prompt
    enter 'try < print waiting; sleep_forever > finally < shield < print slow; sleep 0.5 > >'
    shows $'\nwaiting'
    keys C-c
    shows slow
    keys C-c
    ends interrupted 'trio>'
    enter 'print fine'
    ends fine 'trio>'
}

@test "Ctrl-C while typing leaves the line, and an open block" {
    prompt
    typed 'print never'
    keys C-c
    ends 'trio> print never^C' 'trio>'
    enter 'nursery <'
    ends 'nursery...'
    typed 'spawn'
    keys C-c
    ends 'nursery... spawn^C' 'trio>'
    enter 'print fine'
    ends fine 'trio>'
}

@test "Ctrl-D leaves with status 0, exit with its own" {
    prompt
    keys C-d
    ends 'status 0'
    leave
    prompt
    enter 'exit 3'
    ends 'status 3'
}

@test "Ctrl-D asks once where tasks live, then cancels them" {
    prompt
    enter 'spawn < try < sleep_forever > finally < print "tidied up" > >'
    keys C-d
    ends '1 task is still running; Ctrl-D again cancels it and leaves' 'trio>'
    enter 'print staying'
    keys C-d
    ends '1 task is still running; Ctrl-D again cancels it and leaves' 'trio>'
    keys C-d
    ends 'tidied up' 'status 0'
}

@test "background tasks go on while one types, and print above the line" {
    prompt
    enter 'spawn < for i in range(3) < sleep 0.2; print "tick $i" > >'
    typed 'print "half '
    shows 'tick 2'
    typed 'typed"'
    ends 'tick 0' 'tick 1' 'tick 2' 'trio> print "half typed"'
    keys Enter
    ends 'trio> print "half typed"' 'half typed' 'trio>'
}

@test "a lock acquired in one entry is held until another releases it" {
    prompt
    enter 'let l = lock'
    enter 'acquire $l'
    enter 'spawn as waiter < with $l < print "my turn" > >'
    enter 'try < acquire $l > except RuntimeError as e < print ${e.message} >'
    shows 'attempt to re-acquire an already held Lock'
    screen_lacks 'BrokenResourceError'
    clear
    enter 'release $l'
    ends 'my turn' 'trio>'
    enter '(l.locked)'
    ends 'trio> (l.locked)' false 'trio>'
}

@test "what a background task prints does not tear a line of several rows" {
    prompt
    enter 'spawn < sleep 0.5; print "from behind" >'
    typed "print '$(printf 'x%.0s' {1..150})'"
    keys Home
    shows 'from behind'
    ends 'from behind' "trio> print '$(printf 'x%.0s' {1..67})" "$(printf 'x%.0s' {1..80})" "xxx'"
}

@test "a background task that fails is reported once and ends nothing" {
    prompt
    enter 'spawn as worker < sleep 0.1; raise ValueError "behind" >'
    shows 'error: ValueError: behind'
    shows 'task worker'
    enter 'print fine'
    ends fine 'trio>'
    [ "$(screen | grep -c 'error: ValueError')" = 1 ]
}

@test "the history: private, without duplicates and what begins with a space, entries whole" {
    prompt
    enter 'print one'
    enter ' print hidden'
    enter 'nursery <'
    enter 'print two >'
    enter 'print one'
    ends one 'trio>'
    [ "$(stat -c %a "$history")" = 600 ]
    [ "$(stat -c %a "$(dirname "$history")")" = 700 ]
    prints_file "$history" 'trace off' 'nursery <\nprint two >' 'print one'
    keys C-d
    ends 'status 0'
    leave
    prompt
    keys Up Up
    ends 'trio> print one'
    keys Up Enter
    ends 'two' 'trio>'
    prints_file "$history" 'print one' 'trace off' 'nursery <\nprint two >'
}

prints_file() {
    output=$(cat "$1")
    prints "${@:2}"
}

@test "history lists, Ctrl-R searches" {
    prompt
    enter 'print apple'
    enter 'print pear'
    enter 'history'
    ends '    1  trace off' '    2  print apple' '    3  print pear' '    4  history' 'trio>'
    keys C-r
    typed 'app'
    shows 'bck:app'
    keys Enter
    ends apple 'trio>'
}

@test "editing: wide and accented letters, keys in the line" {
    prompt
    typed 'print "日本 é"'
    keys Left Left BSpace
    typed 'ü'
    keys Enter
    ends 'trio> print "日本üé"' '日本üé' 'trio>'
}

@test "~/.editrc chooses the keys of vi" {
    echo 'triosh:bind -v' >"$HOME/.editrc"
    prompt --trace
    typed 'print wrong'
    keys Escape
    typed 'bcwright'
    keys Enter
    shows $'\nright'
}

@test "what is typed while an entry runs is read afterwards" {
    prompt
    enter 'sleep 0.3'
    enter 'print first'
    enter 'print second'
    ends second 'trio>'
    screen_has $'\nfirst'
}

@test "the prompt begins a line of its own, whatever was printed before" {
    prompt
    enter 'print --end "" unfinished'
    ends 'trio> print --end "" unfinished' unfinished 'trio>'
    enter 'spawn < sleep 0.1; print --end "" "behind" >'
    typed 'print here'
    ends behind 'trio> print here'
}

@test "a program in the foreground reads the terminal" {
    prompt
    enter 'cat'
    enter 'to the program'
    shows $'to the program\nto the program'
    keys C-d
    ends 'to the program' 'trio>'
    enter 'print fine'
    ends fine 'trio>'
}

@test "a terminal that is dumb gets lines without editing" {
    terminal "TERM=dumb '$TRIOSH'"
    enter 'trace off'
    enter 'print plainly'
    shows $'\nplainly'
    typed 'print never'
    keys C-c
    enter 'print fine'
    shows $'\nfine'
    keys C-d
    shows 'status 0'
}

@test "colours at the prompt, and none where NO_COLOR is set" {
    prompt
    in_tmux capture-pane -p -e | grep -q $'\e\[.*trio>'
    leave
    export NO_COLOR=1
    prompt
    in_tmux capture-pane -p -e >"$BATS_TEST_TMPDIR/screen"
    ! grep -q $'\e\[' "$BATS_TEST_TMPDIR/screen"
}

@test "SIGTERM and SIGHUP at the prompt cancel what runs and end it" {
    local name
    for name in TERM HUP; do
        prompt
        enter 'spawn < try < sleep_forever > finally < print "tidied up" > >'
        ends 'trio>'
        pkill -"$name" -P "$(in_tmux display-message -p '#{pane_pid}')"
        shows 'tidied up'
        shows 'status 1'
        leave
    done
}

@test "no terminal at all: a script on standard input, no prompt" {
    run --separate-stderr triosh <<<'print hi'
    prints hi
    [ -z "$stderr" ]
}
