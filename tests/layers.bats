# scripts/check-layers: that it passes what the rules allow, and can fail.

load helper

check=$TRIOSH_TESTS/../scripts/check-layers

# source PATH LINE...: a file of the temporary tree
source_file() {
    local path=$BATS_TEST_TMPDIR/$1
    shift
    mkdir -p "$(dirname "$path")"
    printf '%s\n' "$@" >"$path"
}

setup() {
    source_file include/base/list.h '#include <stddef.h>'
    source_file include/lang/command.h "#include <stddef.h>"
    source_file include/lang/ast.h '#include "lang/command.h"'
    source_file include/code/chunk.h '#include "base/list.h"'
    source_file include/code/opcodes.def 'OP(MOVE)'
    source_file include/code/compile.h '#include "lang/ast.h"'
    source_file include/vm/fiber.h '#include "code/chunk.h"' '#include "code/opcodes.def"' '#include "lang/command.h"'
    source_file include/sched/task.h '#include "vm/fiber.h"'
    source_file src/sched/task.c '#include "sched/task.h"' '#include <event2/event.h>'
    source_file src/shell/main.c '#include "lang/ast.h"' '#include "sched/task.h"'
    source_file src/shell/edit.c '#include <histedit.h>'
}

layers() {
    run "$check" "$BATS_TEST_TMPDIR"
}

refused() {
    layers
    [ "$status" -eq 1 ] || fails "passed"
    has "$1"
}

@test "the tree of this project passes" {
    run "$check"
    [ "$status" -eq 0 ] || fails "$output"
}

@test "what the rules allow passes" {
    layers
    [ "$status" -eq 0 ] || fails "$output"
    [ -z "$output" ]
}

@test "an include that points up is refused, with its place" {
    source_file src/base/list.c '#include "base/list.h"' '' '# include "sched/task.h"'
    refused 'src/base/list.c:3: base may not include "sched/task.h"'
}

@test "the compiler may not know the machine" {
    source_file src/code/compile.c '#include "vm/fiber.h"'
    refused 'code may not include "vm/fiber.h"'
}

@test "the machine knows the chunk but not the compiler, nor the syntax" {
    source_file src/vm/a.c '#include "code/compile.h"'
    source_file src/vm/b.c '#include "lang/ast.h"'
    refused 'vm may not include "code/compile.h"'
    has 'vm may not include "lang/ast.h"'
}

@test "angle brackets hide nothing" {
    source_file src/base/list.c '#include <sched/task.h>'
    refused 'base may not include "sched/task.h"'
}

@test "a relative path is refused" {
    source_file src/base/list.c '#include "../sched/task.h"'
    refused 'not by a relative path'
}

@test "an include cycle is refused" {
    source_file include/base/list.h '#include "base/map.h"'
    source_file include/base/map.h '#include "base/list.h"'
    refused 'include cycle: include/base/list.h include/base/map.h include/base/list.h'
}

@test "a cycle of private headers is refused" {
    source_file src/ops/a.h '#include "b.h"'
    source_file src/ops/b.h '#include "a.h"'
    refused 'include cycle'
}

@test "libevent stays in sched" {
    source_file src/ops/tcp.c '#include <event2/event.h>'
    refused '<event2/event.h> belongs to'
}

@test "libedit stays in shell/edit.c" {
    source_file src/shell/prompt.c '#include <histedit.h>'
    refused '<histedit.h> belongs to'
}

@test "libcurl stays in ops/http.c" {
    source_file src/ops/http.c '#include <curl/curl.h>'
    source_file src/shell/a.c '#include <curl/curl.h>'
    refused 'src/shell/a.c:1: <curl/curl.h> belongs to'
    [[ $output != *http.c:* ]]
}

@test "an unknown layer is refused" {
    source_file src/util/a.c 'int a;'
    refused 'no such layer: util'
}
