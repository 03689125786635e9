/* Wrong texts and all that is said about them: LINE:COLUMN: MESSAGE, without what follows a mistake only because of it. */
#include "lang_parsing.h"
#include "unit.h"

static const struct {
	const char *text, *errors;
} cases[] = {
	{ "sleep 5 &",
	  "1:9: there is no `&`\n" },
	{ "echo hi > file",
	  "1:9: `>` closes no block\n" },
	{ "echo hi >> file",
	  "1:9: `>` closes no block\n" },
	{ "cat < file",
	  "1:11: the text ends inside the block of `cat`\n" },
	{ "if [ $x -eq 1 ]; then\n  echo a\nelse\n  echo b\nfi",
	  "1:4: `[` begins no command\n" },
	{ "if test -f x; then echo a; fi",
	  "1:13: `if` needs a block `< ... >`, not `;`\n" },
	{ "for i in 1 2 3; do\n  echo $i\ndone",
	  "1:15: `for` needs a block `< ... >`, not `;`\n" },
	{ "for i in 1 2 3\ndo\n  echo $i\ndone",
	  "1:15: `for` needs a block `< ... >`, not the end of the line\n" },
	{ "while true; do sleep 1; done",
	  "1:11: `while` needs a block `< ... >`, not `;`\n" },
	{ "x=5",
	  "1:2: `=` without spaces around it\n" },
	{ "x+=1",
	  "1:2: `+=` without spaces around it\n" },
	{ "X=1 cmd arg",
	  "1:2: `=` without spaces around it\n" },
	{ "$x = 5",
	  "1:4: `=` in a command\n" },
	{ "let $x = 5",
	  "1:5: expected a name behind `let`, not `$x`\n" },
	{ "let x=5",
	  "1:6: `=` without spaces around it\n" },
	{ "let x",
	  "1:6: `let` needs a value\n" },
	{ "let x = ",
	  "1:9: expected a value, not the end of the text\n" },
	{ "let x == 5",
	  "1:7: expected `=`, not `==`\n" },
	{ "let x = 5 + 3",
	  "1:11: unexpected `+` behind the value\n" },
	{ "let x = a + b",
	  "1:11: `+` in a command\n" },
	{ "let x = \"a\" b",
	  "1:13: unexpected `b` behind the value\n" },
	{ "function f {\n  echo\n}",
	  "1:1: there is no `function`\n" },
	{ "f() {\n  echo a\n}",
	  "1:1: functions are not defined like this\n" },
	{ "def f(a, b):\n    print a",
	  "1:6: parameters stand without parentheses\n" },
	{ "for i in range(3):\n    print $i\nprint done",
	  "1:18: `for` needs a block, not a colon\n" },
	{ "if x == 1:\n    print x\nelse:\n    print y",
	  "1:6: `==` in a command\n" },
	{ "if (x == 1):\n    print x",
	  "1:12: `if` needs a block, not a colon\n" },
	{ "while i < 3 <\n print i\n>",
	  "1:11: `3` is no command\n" },
	{ "if x > 5 < print a >",
	  "1:6: `if` needs a block `< ... >`, not `>`\n" },
	{ "async with open_nursery() as n:\n    foo",
	  "1:1: `async` is not needed: every command waits for its result\n" },
	{ "async for x in y <\n>",
	  "1:1: `async` is not needed: every command waits for its result\n" },
	{ "elif (x) < a >",
	  "1:1: `elif` without an `if`\n" },
	{ "else < a >",
	  "1:1: `else` without an `if`\n" },
	{ "except ValueError < a >",
	  "1:1: `except` without a `try`\n" },
	{ "export X = 1",
	  "1:10: `export` takes NAME=VALUE as one word\n" },
	{ "print `date`",
	  "1:7: a backquote outside of quotes\n" },
	{ "print $?",
	  "1:7: there is no `$?`\n" },
	{ "print $1 $@ $#",
	  "1:7: there is no `$1`\n"
	  "1:10: there is no `$@`\n"
	  "1:13: there is no `$#`\n" },
	{ "if x == 1 < print a >",
	  "1:6: `==` in a command\n" },
	{ "nursery <\n  spawn a\n  if (x) <\n    b",
	  "4:6: the text ends inside the block of `if`\n" },
	{ "nursery < a",
	  "1:12: the text ends inside the block of `nursery`\n" },
	{ "print \"abc",
	  "1:7: this string is never closed\n" },
	{ "print 'abc",
	  "1:7: this string is never closed\n" },
	{ "print ${x",
	  "1:7: `${` is never closed\n" },
	{ "print $(foo",
	  "1:7: `$(` is never closed\n" },
	{ "print [1, 2",
	  "1:7: `[` is never closed\n" },
	{ "let x = (1 +",
	  "1:9: `(` is never closed\n" },
	{ "print (1 + )",
	  "1:12: expected a value, not `)`\n" },
	{ "print (a && b)",
	  "1:10: expected `)`, not `&&`\n" },
	{ "print (!a)",
	  "1:8: expected a value, not `!`\n" },
	{ "print (a === b)",
	  "1:10: expected `)`, not `===`\n" },
	{ "print (x is y)",
	  "1:10: expected `)`, not `is`\n" },
	{ "print (i++)",
	  "1:9: there is no `++`\n" },
	{ "print (i--)",
	  "1:9: there is no `--`\n" },
	{ "print (x := 5)",
	  "1:10: expected `)`, not `:=`\n" },
	{ "print (lambda x: x)",
	  "1:8: expected a value, not `lambda`\n" },
	{ "print (True)",
	  "1:8: there is no `True`\n" },
	{ "print (xs.append(1))",
	  "1:11: values have no methods\n" },
	{ "print (99999999999999999999)",
	  "1:8: this number does not fit 64 bits\n" },
	{ "let x = 99999999999999999999",
	  "1:9: this number does not fit 64 bits\n" },
	{ "print (5x)",
	  "1:8: `5x` is no number\n" },
	{ "print a->b",
	  "1:8: a stray `->`\n" },
	{ "print x=>y",
	  "1:8: a stray `=>`\n" },
	{ "a | ",
	  "1:3: the text ends behind `|`\n" },
	{ "a &&",
	  "1:3: the text ends behind `&&`\n" },
	{ "| b",
	  "1:1: expected a command, not `|`\n" },
	{ "a | | b",
	  "1:5: expected a command, not `|`\n" },
	{ "print ${x:-default}",
	  "1:10: expected `}`, not `:`\n" },
	{ "print ${#x}",
	  "1:9: expected a value in `${ }`, not `#`\n" },
	{ "spawn",
	  "1:1: `spawn` needs a command or a block\n" },
	{ "spawn let x = 5",
	  "1:7: only a command or a block can be a task\n" },
	{ "return a && b",
	  "1:10: `&&` behind a statement that has no outcome\n" },
	{ "try < a >\nprint b",
	  "1:1: `try` has neither `except` nor `finally`\n" },
	{ "try < a > except < b > except ValueError < c >",
	  "1:11: an `except` that handles every error must be the last\n" },
	{ "try < a > except A < b > except* B < c >",
	  "1:26: `except` and `except*` in one `try`\n" },
	{ "try < a > except (A, B) as e < b >",
	  "1:18: the kinds of `except` stand without parentheses\n" },
	{ "raise ValueError(\"x\")",
	  "1:17: the message stands without parentheses\n" },
	{ "def f a a < >",
	  "1:9: a second parameter named `a`\n" },
	{ "def f a=1 b c < >",
	  "1:11: `b` is required, but stands behind a parameter with a default\n" },
	{ "def f --in < >",
	  "1:9: an option cannot be named `in`\n" },
	{ "def f --9 < >",
	  "1:7: this is no name of an option\n" },
	{ "def f a --a=1 < >",
	  "1:11: a second parameter named `a`\n" },
	{ "def f rest... b < >",
	  "1:7: the rest `rest...` must be the last parameter\n" },
	{ "def f",
	  "1:6: `def` needs a block `< ... >`, not the end of the text\n" },
	{ "nursery",
	  "1:8: `nursery` needs a block `< ... >`, not the end of the text\n" },
	{ "nursery as < >",
	  "1:12: expected a name behind `as`, not `<`\n" },
	{ "print )",
	  "1:7: `)` closes nothing\n" },
	{ "}",
	  "1:1: `}` closes nothing\n" },
	{ "print \"\\q\" \"\\xZZ\" \"\\u{110000}\" \"\\u12\"",
	  "1:8: there is no such escape\n"
	  "1:13: \\x takes two hexadecimal digits\n"
	  "1:20: there is no such character\n"
	  "1:33: \\u takes hexadecimal digits in braces, as in \\u{1F600}\n" },
	{ "let in = 5",
	  "1:5: expected a name behind `let`, not `in`\n" },
	{ "print (not)",
	  "1:11: expected a value, not `)`\n" },
	{ "print [1 2]",
	  "1:10: expected `,` or `]`, not `2`\n" },
	{ "print {1, 2}",
	  "1:9: expected `:` in a map, not `,`\n" },
	{ "print (1, 2)",
	  "1:9: expected `)`, not `,`\n" },
	{ "let x = if (a) < b >",
	  "1:9: `if` gives no value\n" },
	{ "! foo",
	  "1:1: `!` does not negate\n" },
	{ "[1, 2]",
	  "1:1: `[` begins no command\n" },
	{ "5 + 3",
	  "1:1: `5` is no command\n" },
	{ "-x",
	  "1:1: a command does not begin with `-`\n" },
	{ "cmd --x=$(foo",
	  "1:9: `$(` is never closed\n" },
	{ "def f x < return $x > foo",
	  "1:23: unexpected `foo` after the block\n" },
	{ "if (a) < b > esle < c >",
	  "1:14: unexpected `esle` after the block\n" },
	{ "try < a > excpet E < b >",
	  "1:11: unexpected `excpet` after the block of `try`\n" },
	{ "spawn --servce f",
	  "1:7: spawn and start have no option --servce\n" },
	{ "spawn in n f",
	  "1:10: `in` takes the value of a nursery\n" },
	{ "cat <<EOF\nhello\nEOF",
	  "3:4: the text ends inside a block\n" },
	{ "case $x in\n a) foo;;\nesac\nprint ok",
	  "1:1: there is no `case`\n" },
	{ "print a (b",
	  "1:9: `(` is never closed\n" },
	{ "print \"a ${b c} d\"",
	  "1:14: expected `}`, not `c`\n" },
	{ "a, b = f",
	  "1:6: `=` in a command\n" },
	{ "xs[1:2] = 3",
	  "1:1: a slice cannot be set\n" },
	{ "print foo(1",
	  "1:10: `(` is never closed\n" },
	{ "foo.bar(1)",
	  "1:8: a parenthesis behind `foo.bar`\n" },
	{ "nursery {\n  foo\n}",
	  "1:9: `nursery` needs a block `< ... >`, not `{`\n" },
	{ "if (x) {\n foo\n} else {\n bar\n}",
	  "1:8: `if` needs a block `< ... >`, not `{`\n" },
	{ "elif",
	  "1:1: `elif` without an `if`\n" },
	{ "with < a >",
	  "1:6: expected a value, not `<`\n" },
	{ "let x = $y | sort",
	  "1:12: unexpected `|` behind the value\n" },
	{ "let x = -y",
	  "1:9: a command does not begin with `-`\n" },
	{ "print => ",
	  "1:7: expected a file after `=>`\n" },
	{ "print => &2",
	  "1:7: output is not redirected to a descriptor\n" },
	{ "a |& b",
	  "1:3: there is no `|&`\n" },
	{ "break 2",
	  "1:7: unexpected `2` after the statement\n" },
	{ "for (i=0;i<3;i++) < a >",
	  "1:5: `for` goes through words\n" },
	{ "for x y < a >",
	  "1:7: expected `in`, not `y`\n" },
	{ "for in x < a >",
	  "1:5: expected a name behind `for`, not `in`\n" },
	{ "print [a for a in xs]",
	  "1:10: expected `,` or `]`, not `for`\n" },
	{ "print (f\"x\")",
	  "1:9: expected `)`, not `\"`\n" },
	{ "loop:\n  foo",
	  "1:5: `loop` needs a block, not a colon\n" },
	{ "trio.run(main)",
	  "1:9: a parenthesis behind `trio.run`\n" },
	{ "a & b",
	  "1:3: there is no `&`\n" },
	{ "print “hello”",
	  "1:7: `“` outside of quotes\n"
	  "1:13: `”` outside of quotes\n" },
	{ "print x\001y",
	  "1:8: the control character 0x01 outside of quotes\n" },
	{ "print (a ? b : c)",
	  "1:10: expected `)`, not `?`\n" },
	{ "print ($)",
	  "1:8: expected a name after `$`\n" },
	{ "print a)b",
	  "1:8: `)` closes nothing\n" },
	{ "print (x.1)",
	  "1:9: expected `)`, not `.1`\n" },
	{ "if < a >",
	  "1:4: `if` needs a condition, not `<`\n" },
	{ "while",
	  "1:6: `while` needs a condition, not the end of the text\n" },
	{ "except* A < b >",
	  "1:1: `except*` without a `try`\n" },
	{ "try < a > except* < b >",
	  "1:11: `except*` needs the kinds of errors that it handles\n" },
	{ "try < a > else < b >",
	  "1:11: `else` of a `try` without `except`\n" },
	{ "try < a > finally < b > except A < c >",
	  "1:25: unexpected `except` after the block\n" },
	{ "for x in < a >",
	  "1:10: `for` needs something to go through behind `in`\n" },
	{ "for x, 1 in y < a >",
	  "1:8: expected a name behind `for`, not `1`\n" },
	{ "def < a >",
	  "1:5: expected the name of the function, not `<`\n" },
	{ "def 9x < a >",
	  "1:5: expected the name of the function, not `9x`\n" },
	{ "def f(a) < b >",
	  "1:6: parameters stand without parentheses\n" },
	{ "def f a= < b >",
	  "1:8: expected the default of `a` right behind `=`\n" },
	{ "def f a=99999999999999999999 < b >",
	  "1:9: this number does not fit 64 bits\n" },
	{ "let x, = 5",
	  "1:8: expected a name behind `let`, not `=`\n" },
	{ "let x y = 5",
	  "1:7: expected `=`, not `y`\n" },
	{ "let café = 5",
	  "1:5: this is no name\n" },
	{ "raise \"text\"",
	  "1:7: expected the kind of an error, not `\"`\n" },
	{ "raise $e $f",
	  "1:10: unexpected `$f` after the statement\n" },
	{ "spawn as w",
	  "1:1: `spawn` needs a command or a block\n" },
	{ "spawn return",
	  "1:7: only a command or a block can be a task\n" },
	{ "a && && b",
	  "1:6: expected a command, not `&&`\n" },
	{ "a && ;",
	  "1:6: expected a command, not `;`\n" },
	{ "not",
	  "1:4: expected a command, not the end of the text\n" },
	{ "let x = $y + 1",
	  "1:12: unexpected `+` behind the value\n" },
	{ "let x = 5 6",
	  "1:11: unexpected `6` behind the value\n" },
	{ "let x = await",
	  "1:14: expected a value, not the end of the text\n" },
	{ "let x = not y",
	  "1:9: `not` gives no value\n" },
	{ "let x = while",
	  "1:9: `while` gives no value\n" },
	{ "x[0 = 5",
	  "1:5: `=` in a command\n" },
	{ "if (x) < a > else if (y) < b >",
	  "1:14: `else if` is one word\n" },
	{ "if (x) < a > < b >",
	  "1:14: unexpected `<` after the block\n" },
	{ "f(x) y",
	  "1:6: unexpected `y` after the call\n" },
	{ "f(a=1, 2)",
	  "1:8: an argument without a name after one with a name\n" },
	{ "print (f(a b))",
	  "1:12: expected `,` or `)`, not `b`\n" },
	{ "print {\"a\": 1 \"b\": 2}",
	  "1:15: expected `,` or `}`, not `\"`\n" },
	{ "print {\"a\" 1}",
	  "1:12: expected `:` in a map, not `1`\n" },
	{ "print ${}",
	  "1:7: expected an expression in `${ }`\n" },
	{ "print $()",
	  "1:7: expected a command in `$( )`\n" },
	{ "print $(a < b)",
	  "1:14: `)` before the end of the block\n" },
	{ "print $(a > b)",
	  "1:11: `>` closes no block\n" },
	{ "nursery < print a ) >",
	  "1:19: `)` closes nothing\n" },
	{ "a;;b &c",
	  "1:6: there is no `&`\n" },
	{ "a b 2> err",
	  "1:6: `>` closes no block\n" },
	{ "a &> all",
	  "1:3: there is no `&>`\n" },
	{ "a > /dev/null 2>&1",
	  "1:3: `>` closes no block\n"
	  "1:16: `>` closes no block\n" },
	{ "diff <(a) <(b)",
	  "1:15: the text ends inside the block of `a`\n" },
	{ "print \"${x\"",
	  "1:11: expected `}`, not `\"`\n" },
	{ "print \"$(x\"",
	  "1:11: this string is never closed\n" },
	{ "print 'a\nprint \"b",
	  "1:7: this string is never closed\n" },
	{ "try < a >\nexcpt A < b >",
	  "2:1: unexpected `excpt` after the block of `try`\n" },
	{ "nursery < spawn a\nlet y=5\nx=6\nprint $1",
	  "2:6: `=` without spaces around it\n"
	  "3:2: `=` without spaces around it\n"
	  "4:7: there is no `$1`\n"
	  "4:9: the text ends inside the block of `nursery`\n" },
	{ "for x in xs < print (1 + ) >\nprint (]\nlet = 5\n",
	  "1:26: expected a value, not `)`\n"
	  "2:8: expected a value, not `]`\n" },
	{ "print x | let y = 5",
	  "1:11: only commands and blocks can be parts of a pipeline\n" },
	{ "(x) | b",
	  "1:1: only commands and blocks can be parts of a pipeline\n" },
	{ "let t = spawn",
	  "1:9: `spawn` needs a command or a block\n" },
	{ "loop < break 2 >",
	  "1:14: unexpected `2` after the statement\n" },
	{ "print \t\\",
	  "1:8: the text ends behind a backslash\n" },
	{ "print --x=`a`",
	  "1:11: a backquote outside of quotes\n" },
	{ "print [a, b",
	  "1:7: `[` is never closed\n" },
	{ "print f(x)(y)",
	  "1:11: a parenthesis in the middle of a word\n" },
	{ "await",
	  "1:6: expected a command, not the end of the text\n" },
	{ "return return",
	  "1:8: `return` gives no value\n" },
	{ "start --ready-port",
	  "1:19: expected a word, not the end of the text\n" },
	{ "start --service=1 --foo x",
	  "1:19: spawn and start have no option --foo\n" },
	{ "print (99999999999999999999 + 1)",
	  "1:8: this number does not fit 64 bits\n" },
	{ "print (-9223372036854775809)",
	  "1:8: this number does not fit 64 bits\n" },
	{ "print (0x)",
	  "1:8: `0x` is no number\n" },
	{ "print (1.5.2)",
	  "1:11: expected `)`, not `.2`\n" },
	{ "print (a not b)",
	  "1:10: expected `)`, not `not`\n" },
	{ "print (a if b)",
	  "1:14: expected `else`, not `)`\n" },
	{ "print (a in)",
	  "1:12: expected a value, not `)`\n" },
	{ "print (*xs)",
	  "1:8: expected a value, not `*`\n" },
	{ "print (x[1:2:3])",
	  "1:13: expected `]`, not `:`\n" },
	{ "print (x[])",
	  "1:10: expected a value, not `]`\n" },
	{ "print (a.b.c())",
	  "1:12: values have no methods\n" },
	{ "if [[ -f x ]]; then\n a\nfi",
	  "1:4: `[` begins no command\n" },
	{ "until x; do\n a\ndone",
	  "1:10: there is no `do`\n" },
	{ "echo a; done",
	  "1:9: there is no `done`\n" },
};

/* The errors without "t:" before and "error: " in each line. */
static char *plain(const char *errors)
{
	struct buf out = BUF_INIT;
	for (const char *line = errors; *line != '\0'; line = strchr(line, '\n') + 1) {
		const char *label = strstr(line, "error: ");
		buf_add(&out, line + 2, (size_t)(label - line) - 2);
		buf_add(&out, label + 7, (size_t)(strchr(label, '\n') - label) - 6);
	}
	return buf_detach(&out);
}

TEST(wrong_texts_get_these_messages)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct parsed parsed = parse_text(cases[i].text);
		char *errors = plain(parsed.errors);
		if (!CHECK_STR(errors, cases[i].errors))
			printf("# in: %s\n", cases[i].text);
		mem_free(errors);
		parsed_clear(&parsed);
	}
}

static void check_bytes(const char *bytes, size_t length, const char *want)
{
	struct parsed parsed = parse_bytes(bytes, length);
	char *errors = plain(parsed.errors);
	CHECK_STR(errors, want);
	mem_free(errors);
	parsed_clear(&parsed);
}

static void check(const char *text, const char *want)
{
	check_bytes(text, strlen(text), want);
}

TEST(odd_bytes_are_refused_outside_of_quotes)
{
	static const char nul[] = "print a\0b\nx=5";
	check_bytes(nul, sizeof nul - 1, "1:8: a NUL byte in the text\n");
	check("print a\xff b", "1:8: invalid UTF-8: the byte 0xFF\n");
	check("print 'a\xff' \"\xc3\" # \xfe", "");
	check("print (a \xff)", "1:10: invalid UTF-8: the byte 0xFF\n");
	check("\xef\xbb\xbfprint gr\xc3\xbc\xc3\x9f" "e", "");
	check("print \xe2\x80\x9chi", "1:7: `\xe2\x80\x9c` outside of quotes\n");
	check("print a\rb", "1:8: the control character 0x0D outside of quotes\n");
}

static char *repeated(const char *first, const char *piece, size_t count)
{
	struct buf text = BUF_INIT;
	buf_add_text(&text, first);
	for (size_t i = 0; i < count; i++)
		buf_add_text(&text, piece);
	return buf_detach(&text);
}

TEST(deep_nesting_is_one_error)
{
	static const char *const pieces[][2] = {
		{ "", "<" }, { "", "nursery < " }, { "", "if a <\n" }, { "print ", "(" }, { "print ", "[" }, { "print ", "{" }, { "print ", "${" }, { "print ", "$(" },
		{ "print ", "\"${" }, { "print (", "-" }, { "print (", "not " }, { "print (1", "**1" }, { "print (", "1 if 1 else " }, { "", "not " }, { "", "spawn " },
		{ "print ", "f(" }, { "print ", "[ " }, { "print ", "\"$(" },
	};
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		char *text = repeated(pieces[i][0], pieces[i][1], 100000);
		struct parsed parsed = parse_text(text);
		if (!CHECK_INT(parsed.diags.error_count, 1) || !CHECK(strstr(parsed.errors, "nested too deeply (200 levels)\n") != NULL))
			printf("# in: %s%s...\n# %s\n", pieces[i][0], pieces[i][1], parsed.errors);
		CHECK(parsed.syntax->script == NULL);
		CHECK(!parsed.syntax->incomplete);
		parsed_clear(&parsed);
		mem_free(text);
	}
}

TEST(long_chains_are_one_error)
{
	static const char *const pieces[][2] = {
		{ "print (1", "+1" }, { "print (a", " and a" }, { "a", " && a" }, { "a", "|| a" }, { "print (x", ".y" }, { "print (x", "[0]" }, { "print (f", "()" },
		{ "if a < >", " elif b < >" },
	};
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		char *text = repeated(pieces[i][0], pieces[i][1], 100000);
		struct parsed parsed = parse_text(text);
		if (!CHECK_INT(parsed.diags.error_count, 1) || !CHECK(strstr(parsed.errors, "more than 1000 parts in a row\n") != NULL))
			printf("# in: %s%s...\n# %s\n", pieces[i][0], pieces[i][1], parsed.errors);
		parsed_clear(&parsed);
		mem_free(text);
	}
}

TEST(what_is_not_too_deep_is_allowed)
{
	char *open = repeated("", "nursery < ", 199), *close = repeated("print hi", " >", 199);
	struct buf text = BUF_INIT;
	buf_add_text(&text, open);
	buf_add_text(&text, close);
	struct parsed parsed = parse_text(text.data);
	CHECK_STR(parsed.errors, "");
	parsed_clear(&parsed);
	buf_clear(&text);
	mem_free(open);
	mem_free(close);
}

TEST(huge_words_and_lists_are_fine)
{
	static const char *const pieces[][2] = {
		{ "print ", "abcdefghij" }, { "print '", "abcdefghij" }, { "print ", "a " }, { "print (f(", "1, " }, { "", "a;" }, { "a", " | a" }, { "print ", "[]x" }, { "", "print $x \"y $z\"\n" },
	};
	static const char *const ends[] = { "", "'", "", "))", "", "", "", "" };
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		char *start = repeated(pieces[i][0], pieces[i][1], 100000), *text = repeated(start, ends[i], 1);
		struct parsed parsed = parse_text(text);
		CHECK_STR(parsed.errors, "");
		parsed_clear(&parsed);
		mem_free(start);
		mem_free(text);
	}
}

TEST(twenty_errors_are_enough)
{
	char *text = repeated("", "x=5\n", 100);
	struct parsed parsed = parse_text(text);
	CHECK_INT(parsed.diags.error_count, DIAG_LIMIT);
	CHECK(parsed.diags.full);
	CHECK(strstr(parsed.errors, "there are more problems; these are the first 20\n") != NULL);
	parsed_clear(&parsed);
	mem_free(text);
}
