/* How right texts are understood, shown as trees. */
#include "lang_parsing.h"
#include "unit.h"

static const struct {
	const char *text, *tree;
} cases[] = {
	{ "print hi",
	  "(call print hi)\n" },
	{ "print 'a b' \"c\\td\" e\\ f g'h'i",
	  "(call print \"a b\" \"c\\x09d\" (word e ' ' f) (word g 'h' i))\n" },
	{ "print \"a $x ${x + 1} $(f) b\"",
	  "(call print (join \"a \" $x \" \" (+ $x 1) \" \" (value-of (call f)) \" b\"))\n" },
	{ "print $x.y ${x.y} $x$y pre$x",
	  "(call print (word $x .y) (. $x y) (word $x $y) (word pre $x))\n" },
	{ "print $xs... (f(x))... [1, 2]... \"$x\"...",
	  "(call print $xs... (apply f $x)... (list 1 2)... (word (join $x) ...))\n" },
	{ "print a# # a comment",
	  "(call print a#)\n" },
	{ "print http://h/?a=1&b=2 -- --x",
	  "(call print http://h/?a=1&b=2 -- --x)\n" },
	{ "print *.c [a-z]*.h ~/x {} {\"k\": [1, x]} [a, \"b\"]",
	  "(call print *.c [a-z]*.h ~/x (map) (map \"k\": (list 1 $x)) (list $a \"b\"))\n" },
	{ "print (1 + 2)px len(xs) range(1, 2, step=3)...",
	  "(call print (word (+ 1 2) px) (apply len $xs) (apply range 1 2 --step=3)...)\n" },
	{ "f --a --b=1 --c 2 --d w v --e",
	  "(call f --a --b=1 --c 2 --d w v --e)\n" },
	{ "f --a=$x --b= --no-value",
	  "(call f --a=$x --b=\"\" --no-value)\n" },
	{ "f w --a",
	  "(call f w --a)\n" },
	{ "semaphore 1 --max 4",
	  "(call semaphore 1 --max 4)\n" },
	{ "print w --end x",
	  "(call print w --end x)\n" },
	{ "run --check=no ls -l",
	  "(call run --check=no ls -l)\n" },
	{ "./prog a/b; dir/prog; \"my prog\" x; $f a; $f; (g) x; ~/bin/x",
	  "(run ./prog a/b)\n"
	  "(run dir/prog)\n"
	  "(call \"my prog\" x)\n"
	  "(call $f a)\n"
	  "(call $f)\n"
	  "(call $g x)\n"
	  "(run ~/bin/x)\n" },
	{ "(x + 1)",
	  "(show (+ $x 1))\n" },
	{ "f(x, y, name=v, xs...)",
	  "(apply f $x $y --name=$v $xs...)\n" },
	{ "await sleep 1; print (await f(x))",
	  "(call sleep 1)\n"
	  "(call print (apply f $x))\n" },
	{ "let x = 5",
	  "let x = 5\n" },
	{ "let x = -5; let y = 10s; let z = true; let n = none; let i = -inf",
	  "let x = -5\n"
	  "let y = 10s\n"
	  "let z = true\n"
	  "let n = none\n"
	  "let i = -inf\n" },
	{ "let x = f",
	  "let x = (call f)\n" },
	{ "let a, b = open 0 1",
	  "let a, b = (call open 0 1)\n" },
	{ "let x = $y",
	  "let x = $y\n" },
	{ "let x = $f a",
	  "let x = (call $f a)\n" },
	{ "let x = $f < a >",
	  "let x = (call $f) block:\n"
	  "  (call a)\n" },
	{ "let x = f a | g => out",
	  "let x = (value-of (pipe (call f a) (redirect => out (call g))))\n" },
	{ "let t = spawn f; let p = start as \"s\" g 1",
	  "let t = spawn (call f)\n"
	  "let p = start as \"s\" (call g 1)\n" },
	{ "x = 5; x += 1; x **= 2; x //= 3",
	  "set $x = 5\n"
	  "set $x += 1\n"
	  "set $x **= 2\n"
	  "set $x //= 3\n" },
	{ "m[\"k\"] = 1; s.deadline += 30; xs[0][1].y = f a",
	  "set (index $m \"k\") = 1\n"
	  "set (. $s deadline) += 30\n"
	  "set (. (index (index $xs 0) 1) y) = (call f a)\n" },
	{ "if (x) < a > elif (y) < b > else < c >",
	  "if $x:\n"
	  "  (call a)\n"
	  "elif $y:\n"
	  "  (call b)\n"
	  "else:\n"
	  "  (call c)\n" },
	{ "if (x) < a >\n# why\n\nelse < b >",
	  "if $x:\n"
	  "  (call a)\n"
	  "else:\n"
	  "  (call b)\n" },
	{ "if a b <= f < c >",
	  "if (redirect <= f (call a b)):\n"
	  "  (call c)\n" },
	{ "if not grep x && (y or z) < c >",
	  "if (&& (not (call grep x)) (or $y $z)):\n"
	  "  (call c)\n" },
	{ "while (i < 3) < i += 1 >; loop < break; continue >",
	  "while (compare $i < 3):\n"
	  "  set $i += 1\n"
	  "loop:\n"
	  "  break\n"
	  "  continue\n" },
	{ "for x in 1 a $xs... f(3) < print $x >",
	  "for x in 1 a $xs... (apply f 3):\n"
	  "  (call print $x)\n" },
	{ "for k, v in items($m) < >",
	  "for k, v in (apply items $m):\n" },
	{ "try < a > except < b >",
	  "try:\n"
	  "  (call a)\n"
	  "except:\n"
	  "  (call b)\n" },
	{ "try < a > except A B as e < b > except A, B < c > else < d > finally < e >",
	  "try:\n"
	  "  (call a)\n"
	  "except A B as e:\n"
	  "  (call b)\n"
	  "except A B:\n"
	  "  (call c)\n"
	  "else:\n"
	  "  (call d)\n"
	  "finally:\n"
	  "  (call e)\n" },
	{ "try < a > except* A as eg < b >\nfinally < c >",
	  "try:\n"
	  "  (call a)\n"
	  "except* A as eg:\n"
	  "  (call b)\n"
	  "finally:\n"
	  "  (call c)\n" },
	{ "with $l < a >",
	  "with $l:\n"
	  "  (call a)\n" },
	{ "with f x as y < a >",
	  "with (call f x) as y:\n"
	  "  (call a)\n" },
	{ "def f < a >",
	  "def f:\n"
	  "  (call a)\n" },
	{ "def f a b=1 c=\"x y\" rest... < return $a >",
	  "def f a b=1 c=\"x y\" rest...:\n"
	  "  return $a\n" },
	{ "def f a --max-x=5 --loud --on... body < >",
	  "def f a --max_x=5 --loud --on... body:\n" },
	{ "sync def f n < return (n + 1) >",
	  "sync def f n:\n"
	  "  return (+ $n 1)\n" },
	{ "async def my-func.sh x < return f $x >",
	  "def my-func.sh x:\n"
	  "  return (call f $x)\n" },
	{ "return; return 5; return f x",
	  "return\n"
	  "return 5\n"
	  "return (call f x)\n" },
	{ "raise; raise $e; raise (e); raise E; raise E \"m\"; raise E \"m\" [a, b]; raise E \"m\" from $e; raise E from $c",
	  "raise\n"
	  "raise $e\n"
	  "raise $e\n"
	  "raise E\n"
	  "raise E \"m\"\n"
	  "raise E \"m\" (list $a $b)\n"
	  "raise E \"m\" from $e\n"
	  "raise E from $c\n" },
	{ "nursery < spawn f a >",
	  "(call nursery):\n"
	  "  spawn (call f a)\n" },
	{ "nursery as n --limit 4 < spawn in $n as \"w-$i\" f >",
	  "(call nursery --limit 4 as n):\n"
	  "  spawn as (join \"w-\" $i) in $n (call f)\n" },
	{ "move_on_after 10 as s --shield < a >",
	  "(call move_on_after 10 --shield as s):\n"
	  "  (call a)\n" },
	{ "let s = cancel_scope",
	  "let s = (call cancel_scope)\n" },
	{ "cancel_scope --shield as s < a >",
	  "(call cancel_scope --shield as s):\n"
	  "  (call a)\n" },
	{ "spawn < a >",
	  "spawn (call block { (call a) })\n" },
	{ "spawn nursery < a >",
	  "spawn (call block { (call nursery) { (call a) } })\n" },
	{ "spawn a | b",
	  "spawn (call block { (pipe (call a) (call b)) })\n" },
	{ "spawn a => f",
	  "spawn (call block { (redirect => f (call a)) })\n" },
	{ "spawn if (x) < a >",
	  "spawn (call block { if $x { (call a) } })\n" },
	{ "spawn --service f; start --ready-port 5432 db --x",
	  "spawn --service (call f)\n"
	  "start --ready-port=5432 (call db --x)\n" },
	{ "twice < a; b >",
	  "(call twice) block:\n"
	  "  (call a)\n"
	  "  (call b)\n" },
	{ "twice x < a > => out",
	  "(redirect => out (call twice x) block:\n"
	  "  (call a))\n" },
	{ "a | b | c",
	  "(pipe (call a) (call b) (call c))\n" },
	{ "a | for l in x < b > | c",
	  "(pipe (call a) (call block { for l in x { (call b) } }) (call c))\n" },
	{ "< a; b > | c",
	  "(pipe (call block { (call a); (call b) }) (call c))\n" },
	{ "a && b || c",
	  "(|| (&& (call a) (call b)) (call c))\n" },
	{ "not a | b",
	  "(not (pipe (call a) (call b)))\n" },
	{ "not a && not not b",
	  "(&& (not (call a)) (not (not (call b))))\n" },
	{ "(x) || return",
	  "(|| $x return)\n" },
	{ "a && x = 5",
	  "(&& (call a) set $x = 5)\n" },
	{ "a |\n  b &&\n  c",
	  "(&& (pipe (call a) (call b)) (call c))\n" },
	{ "a => f =>> g <= h 2=> i 2=>> j &=> k 2=>&1 <<= \"t\"",
	  "(redirect => f =>> g <= h 2=> i 2=>> j &=> k 2=>&1 <<= \"t\" (call a))\n" },
	{ "a => f b",
	  "(redirect => f (call a b))\n" },
	{ "let x = $(a; b)",
	  "let x = (value-of { (call a); (call b) })\n" },
	{ "print $(a | b) $((1 + 2))",
	  "(call print (value-of (pipe (call a) (call b))) (value-of { (show (+ 1 2)) }))\n" },
	{ "print (-2 ** -2) (2 ** 3 ** 2) (not a == b) (a < b <= c != d) (x not in y)",
	  "(call print (- (** 2 -2)) (** 2 (** 3 2)) (not (compare $a == $b)) (compare $a < $b <= $c != $d) (compare $x not in $y))\n" },
	{ "print (a or b and not c) (1 + 2 * 3 - 4) (a - b - c) (-x.y[0]) (7 // 2 % 3 / 1)",
	  "(call print (or $a (and $b (not $c))) (- (+ 1 (* 2 3)) 4) (- (- $a $b) $c) (- (index (. $x y) 0)) (/ (% (// 7 2) 3) 1))\n" },
	{ "print (a if b else c if d else e)",
	  "(call print (if $b $a (if $d $c $e)))\n" },
	{ "print (xs[1:2]) (xs[:]) (xs[a:]) (xs[:-1]) (xs[0](1))",
	  "(call print (slice $xs 1 2) (slice $xs () ()) (slice $xs $a ()) (slice $xs () -1) (apply (index $xs 0) 1))\n" },
	{ "print (1.5) (1e9) (0x1f) (500ms) (1_000) (-9223372036854775808) (inf)",
	  "(call print 1.5 1000000000.0 31 0.5 1000 -9223372036854775808 inf)\n" },
	{ "print (\"a $b\" + 'c') ($x) (${x}) ($(f))",
	  "(call print (+ (join \"a \" $b) \"c\") $x $x (value-of (call f)))\n" },
	{ "print (\n  1 +\n  2 # two\n)",
	  "(call print (+ 1 2))\n" },
	{ "print \"\"\"\n    a\n      b $x\n    \"\"\"",
	  "(call print (join \"a\\x0a  b \" $x \"\\x0a\"))\n" },
	{ "print \"\\x41\\u{1F600}\\e[0m\\$x\\\"\\\\\\0\"",
	  "(call print \"A😀\\x1b[0m$x\"\\\\x00\")\n" },
	{ "print \"$\" \"a$\" \"$ x\" \"$)\"",
	  "(call print \"$\" \"a$\" \"$ x\" \"$)\")\n" },
	{ "a \\\n  b",
	  "(call a b)\n" },
	{ "a; ; b;",
	  "(call a)\n"
	  "(call b)\n" },
	{ "a\r\nb\r\n",
	  "(call a)\n"
	  "(call b)\n" },
	{ "nursery<spawn a;spawn b>",
	  "(call nursery):\n"
	  "  spawn (call a)\n"
	  "  spawn (call b)\n" },
	{ "nursery < nursery < a >>",
	  "(call nursery):\n"
	  "  (call nursery):\n"
	  "    (call a)\n" },
	{ "print '' \"\"",
	  "(call print \"\" \"\")\n" },
	{ "print -5 1.50 10s",
	  "(call print -5 1.50 10s)\n" },
	{ "if(x) < a >",
	  "if $x:\n"
	  "  (call a)\n" },
	{ "start_soon f",
	  "spawn (call f)\n" },
	{ "print a... ...",
	  "(call print a... ...)\n" },
	{ "export A=1",
	  "(call export A=1)\n" },
	{ "x.y z",
	  "(call x.y z)\n" },
};

TEST(texts_become_these_trees)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct parsed parsed = parse_text(cases[i].text);
		if (!CHECK_STR(parsed.errors, "") || !CHECK_STR(parsed.tree, cases[i].tree))
			printf("# in: %s\n", cases[i].text);
		CHECK(!parsed.syntax->incomplete);
		parsed_clear(&parsed);
	}
}

TEST(spans_are_exact)
{
	struct parsed parsed = parse_text("  nursery as n < spawn f $x >  # c\nprint (a + b)px\n");
	const struct nodes *statements = &parsed.syntax->script->body->sequence.statements;
	REQUIRE(statements->count == 2);
	const struct node *nursery = statements->items[0], *print = statements->items[1];
	CHECK_INT(nursery->span.start, 2);
	CHECK_INT(nursery->span.end, 29);
	CHECK_INT(nursery->call.name.span.end, 9);
	CHECK_INT(nursery->call.as.span.start, 13);
	CHECK_INT(nursery->call.inline_block->span.start, 15);
	CHECK_INT(nursery->call.inline_block->span.end, 29);
	const struct node *spawn = nursery->call.inline_block->sequence.statements.items[0];
	CHECK_INT(spawn->span.start, 17);
	CHECK_INT(spawn->span.end, 27);
	CHECK_INT(print->call.arguments[0].span.start, 41);
	CHECK_INT(print->call.arguments[0].span.end, 50);
	CHECK_STR(print->call.arguments[0].value->word.source.bytes, "(a + b)px");
	parsed_clear(&parsed);
}

TEST(what_the_lookup_knows_is_kept)
{
	struct parsed parsed = parse_text("print x; f(print(1)); nosuch < a >");
	const struct nodes *statements = &parsed.syntax->script->body->sequence.statements;
	REQUIRE(statements->count == 3);
	CHECK(statements->items[0]->call.info != NULL);
	CHECK(statements->items[1]->call.arguments[0].value->call.info != NULL);
	CHECK(statements->items[2]->call.info == NULL);
	REQUIRE(statements->items[2]->call.block != NULL);
	CHECK(statements->items[2]->call.block->is_block);
	CHECK(statements->items[2]->call.block->body->sequence.opens_scope);
	parsed_clear(&parsed);
}

TEST(an_unfinished_text_is_incomplete)
{
	static const struct {
		const char *text, *open_block;
	} texts[] = {
		{ "nursery <", "nursery" }, { "nursery as n < spawn a", "nursery" }, { "if (x) < loop <\n a", "loop" }, { "def f x <\n", "f" },
		{ "twice <", "twice" }, { "let x = [1,", "" }, { "print (1 +", "" }, { "print \"abc", "" }, { "print 'abc\n", "" }, { "print \"\"\"a\"\"", "" },
		{ "a |", "" }, { "a &&\n", "" }, { "a || # c", "" }, { "a \\", "" }, { "print $(f", "" }, { "print ${x", "" }, { "let m = {\"a\": 1,\n", "" },
		{ "try < a >\n", "" }, { "nursery < try < a >", "nursery" }, { "f(1,", "" }, { "nursery < print $(a", "nursery" }, { "<", "" },
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct parsed parsed = parse_text(texts[i].text);
		if (!CHECK(parsed.syntax->incomplete) || !CHECK_STR(parsed.syntax->open_block.bytes, texts[i].open_block))
			printf("# in: %s\n", texts[i].text);
		CHECK_INT(parsed.diags.error_count, 1);
		parsed_clear(&parsed);
	}
}

TEST(a_wrong_text_is_not_incomplete)
{
	static const char *const texts[] = { "x=5; nursery <", "print )", "nursery < print (1 + ) >", "let x =", "if (x)", "else < a", "nursery" };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct parsed parsed = parse_text(texts[i]);
		if (!CHECK(!parsed.syntax->incomplete) || !CHECK(parsed.diags.error_count > 0))
			printf("# in: %s\n", texts[i]);
		parsed_clear(&parsed);
	}
}
