/*
 * Fuzz target: any bytes, through lexer, parser, resolver, lints and compiler, must end in a tree or in diagnostics.
 *
 * With clang it is a libFuzzer target (build with -DLIBFUZZER -fsanitize=fuzzer). Otherwise it has a main:
 *
 *	parse FILE...                           runs each file once
 *	parse --mutate N SEED KEEP FILE...      runs N random mutations of the files; the one at work is in the file KEEP
 *
 * tests/fuzz/run builds and runs it.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "lang/lint.h"
#include "lang/parser.h"

#ifdef FUZZ_COMPILE
#include "code/compile.h"
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* ---- the target ---- */

/* Commands as the built-ins' tables would describe them, one of each sort. */
static const struct parameter_info nursery_parameters[] = { { "limit", "int", PARAMETER_OPTION }, { "strict", "bool", PARAMETER_OPTION | PARAMETER_FLAG } };
static const struct parameter_info sleep_parameters[] = { { "seconds", "number", PARAMETER_REQUIRED } };
static const struct parameter_info print_parameters[] = { { "words", "any", PARAMETER_REST }, { "end", "string", PARAMETER_OPTION } };
static const struct parameter_info semaphore_parameters[] = { { "n", "int", PARAMETER_REQUIRED }, { "max", "int", PARAMETER_OPTION } };

static const struct command_info commands[] = {
	{ "nursery", COMMAND_ASYNC | COMMAND_BLOCK | COMMAND_NURSERY, nursery_parameters, 2 },
	{ "move_on_after", COMMAND_BLOCK, sleep_parameters, 1 },
	{ "fail_after", COMMAND_BLOCK, sleep_parameters, 1 },
	{ "shield", COMMAND_BLOCK, NULL, 0 },
	{ "cancel_scope", COMMAND_BLOCK | COMMAND_BLOCK_OPTIONAL, NULL, 0 },
	{ "sleep", COMMAND_ASYNC | COMMAND_CHECKPOINT, sleep_parameters, 1 },
	{ "checkpoint", COMMAND_ASYNC | COMMAND_CHECKPOINT, NULL, 0 },
	{ "print", 0, print_parameters, 2 },
	{ "semaphore", 0, semaphore_parameters, 2 },
};

static const struct command_info *find_command(const char *name, size_t length, void *context)
{
	(void)context;
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		if (strlen(commands[i].name) == length && memcmp(commands[i].name, name, length) == 0)
			return &commands[i];
	return NULL;
}

static const char *nearest_command(const char *name, void *context)
{
	(void)context;
	return name[0] == 's' ? "sleep" : NULL;
}

static const struct command_lookup lookup = { find_command, nearest_command, NULL };

static void expect(int condition, const char *what)
{
	if (condition)
		return;
	fprintf(stderr, "does not hold: %s\n", what);
	abort();
}

static void show(struct diags *diags)
{
	struct buf out = BUF_INIT;
	for (size_t i = 0; i < diags->list.count; i++) {
		const struct diag *diag = &diags->list.items[i];
		expect(diag->span.start <= diag->span.end && diag->span.end <= diags->source->length, "a diagnostic stands inside the text");
		expect(diag->note == NULL || diag->note_span.end <= diags->source->length, "so does its note");
		expect(strchr(diag->message, '\n') == NULL || diags->source->length > 0, "a message is one line");
	}
	diags_add_text(&out, diags, true, false);
	diags_add_json(&out, diags);
	buf_clear(&out);
}

static bool is_known(const char *name)
{
	return name[0] < 'm';
}

/* The lints get what has no errors, and make none. */
static void look_over(struct syntax *syntax, struct diags *diags)
{
	static const struct lint_world world = { is_known, is_known };
	struct session_names names = { .lookup = &lookup };
	if (syntax->script != NULL && diags->error_count == 0)
		resolve(syntax, &names, COMPILE_SCRIPT, diags);
	if (syntax->script != NULL && diags->error_count == 0) {
		lint(syntax, &names, &world, diags);
		expect(diags->error_count == 0, "a lint is no error");
	}
	session_names_clear(&names);
}

static void parse(struct source *source)
{
	struct diags diags;
	struct buf out = BUF_INIT;
	diags_init(&diags, source);
	struct syntax *syntax = syntax_parse(source, &lookup, &diags);
	expect(syntax->script != NULL || diags.error_count > 0, "without a tree there is an error");
	expect(!syntax->incomplete || diags.error_count == 1, "an incomplete text has no other problem");
	syntax_add_text(&out, syntax);
	look_over(syntax, &diags);
	show(&diags);
	buf_clear(&out);
	syntax_free(syntax);
	diags_clear(&diags);
}

#ifdef FUZZ_COMPILE
static void compile_and_verify(struct source *source, enum compile_mode mode)
{
	struct diags diags;
	struct session_names names = { .lookup = &lookup };
	bool incomplete = false;
	char *open_block = NULL, *why = NULL;
	diags_init(&diags, source);
	struct proto *proto = compile(source, &names, mode, &diags, &incomplete, &open_block);
	expect(proto != NULL || diags.error_count > 0, "without code there is an error");
	if (proto != NULL) {
		struct buf out = BUF_INIT;
		if (!verify(proto, &why))
			fprintf(stderr, "verify: %s\n", why);
		expect(why == NULL, "the code is good");
		disassemble(&out, proto);
		buf_clear(&out);
		proto_release(proto);
	}
	show(&diags);
	mem_free(open_block);
	session_names_clear(&names);
	diags_clear(&diags);
}
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct source *source = source_new("fuzz", size > 0 ? (const char *)data : "", size);
	parse(source);
#ifdef FUZZ_COMPILE
	compile_and_verify(source, COMPILE_SCRIPT);
	compile_and_verify(source, COMPILE_PROMPT);
#endif
	source_release(source);
	return 0;
}

#ifndef LIBFUZZER

/* ---- mutation ---- */

static const char *const fragments[] = {
	"<", ">", "<<", ">>", "< ", " >", "(", ")", "[", "]", "{", "}", "${", "$(", "\"", "'", "\"\"\"", "\\", "\n", ";", "|", "&&", "||", "&", "#",
	"=> f", "=>> f", "<= f", "<<= x", "2=>&1", "&=> f", "->", "=", " = ", " += ", "==", "...", "$x...", "--x", "--x=1", "$1", "$?", "`",
	"let x = ", "let a, b = ", "if ", "elif ", "else ", "while ", "loop ", "for i in ", "try ", "except ", "except* ", "finally ", "with ", "def f ",
	"sync def g ", "return ", "break", "continue", "raise ", "spawn ", "start ", "not ", "await ", "as n ", "in $n ", "nursery ", "move_on_after 1 ",
	"cancel_scope ", "sleep 1", "print ", "checkpoint", "f(", "len(x)", "x[0]", "x.y", "(x + 1)", "[1, 2]", "{\"k\": 1}", " and ", " or ", " in ",
	" not in ", " if ", "-", "**", "//", "%", "9223372036854775807", "9223372036854775808", "0x", "1e999", "10s", "true", "none", "inf", "\\u{110000}",
	"\\x", "\xff", "\xc3", "\xe2\x80\x9c", "\xef\xbb\xbf", "\r\n", "\t", "\x1b", "\0", ":", "then", "done", "fi", "~", "*.c", "[a-z]", "/",
};
#define FRAGMENT_COUNT (sizeof fragments / sizeof *fragments)

struct random {
	uint64_t state;
};

static uint32_t random_below(struct random *random, uint32_t limit)
{
	random->state ^= random->state << 13;
	random->state ^= random->state >> 7;
	random->state ^= random->state << 17;
	return limit > 0 ? (uint32_t)(random->state >> 20) % limit : 0;
}

static void insert(struct buf *text, size_t at, const char *bytes, size_t length)
{
	char *tail = mem_copy(text->data + at, text->length - at + 1);
	size_t tail_length = text->length - at;
	text->length = at;
	buf_add(text, bytes, length);
	buf_add(text, tail, tail_length);
	mem_free(tail);
}

static void cut(struct buf *text, size_t at, size_t length)
{
	memmove(text->data + at, text->data + at + length, text->length - at - length);
	text->length -= length;
	text->data[text->length] = '\0';
}

static void insert_fragment(struct random *random, struct buf *text, uint32_t times)
{
	const char *fragment = fragments[random_below(random, FRAGMENT_COUNT)];
	struct buf repeated = BUF_INIT;
	for (uint32_t i = 0; i < times; i++)
		buf_add(&repeated, fragment, fragment[0] != '\0' ? strlen(fragment) : 1);
	insert(text, random_below(random, (uint32_t)text->length + 1), repeated.data, repeated.length);
	buf_clear(&repeated);
}

static void insert_piece(struct random *random, struct buf *text, const struct buf *from)
{
	uint32_t start = random_below(random, (uint32_t)from->length), length = random_below(random, 60);
	if (length > from->length - start)
		length = (uint32_t)from->length - start;
	insert(text, random_below(random, (uint32_t)text->length + 1), from->data + start, length);
}

static void mutate_once(struct random *random, struct buf *text, const struct buf *other)
{
	uint32_t at = random_below(random, (uint32_t)text->length);
	switch (random_below(random, 16)) {
	case 0:
		if (text->length > 0)
			text->data[at] = (char)random_below(random, 256);
		break;
	case 1:
		if (text->length > 0)
			text->data[at] ^= (char)(1 << random_below(random, 8));
		break;
	case 2:
	case 3: {
		uint32_t length = random_below(random, 20);
		cut(text, at, length < text->length - at ? length : text->length - at);
		break;
	}
	case 4:
		cut(text, at, text->length - at);
		break;
	case 5:
	case 6:
		insert_piece(random, text, other);
		break;
	case 7: {
		struct buf copy = BUF_INIT;
		buf_add(&copy, text->data, text->length);
		insert_piece(random, text, &copy);
		buf_clear(&copy);
		break;
	}
	case 8:
		insert_fragment(random, text, 2 + random_below(random, 8));
		break;
	case 9:
		/* Rarely: deep nesting and long chains. */
		insert_fragment(random, text, random_below(random, 40) == 0 ? 100000 : 1 + random_below(random, 300));
		break;
	default:
		insert_fragment(random, text, 1);
	}
}

/* ---- running ---- */

static bool read_file(const char *path, struct buf *text)
{
	FILE *file = fopen(path, "rb");
	char bytes[65536];
	size_t length;
	if (file == NULL)
		return false;
	while ((length = fread(bytes, 1, sizeof bytes, file)) > 0)
		buf_add(text, bytes, length);
	fclose(file);
	return true;
}

/* So that an input that crashes is there to look at. */
static void keep(const char *path, const struct buf *text)
{
	FILE *file = fopen(path, "wb");
	if (file == NULL)
		return;
	fwrite(text->data, 1, text->length, file);
	fclose(file);
}

static void run_one(const struct buf *text)
{
	/* A copy of the exact size, so that reading beyond it is found. */
	uint8_t *data = mem_copy(text->data, text->length > 0 ? text->length : 1);
	alarm(30);
	LLVMFuzzerTestOneInput(data, text->length);
	alarm(0);
	mem_free(data);
}

static void mutate(unsigned count, uint64_t seed, const char *keep_path, struct buf *seeds, unsigned seed_count)
{
	struct random random = { (seed + 1) * 0x9E3779B97F4A7C15u };
	for (unsigned i = 0; i < count; i++) {
		struct buf text = BUF_INIT;
		const struct buf *first = &seeds[random_below(&random, seed_count)];
		buf_add(&text, first->data, first->length);
		for (uint32_t steps = 1 + random_below(&random, 6); steps > 0; steps--)
			mutate_once(&random, &text, &seeds[random_below(&random, seed_count)]);
		keep(keep_path, &text);
		run_one(&text);
		buf_clear(&text);
	}
}

int main(int argc, char **argv)
{
	bool mutates = argc > 5 && strcmp(argv[1], "--mutate") == 0;
	unsigned first = mutates ? 5 : 1, count = (unsigned)argc - first;
	struct buf *seeds = mem_array(count + 1, sizeof *seeds);
	for (unsigned i = 0; i < count; i++) {
		buf_init(&seeds[i]);
		if (!read_file(argv[first + i], &seeds[i])) {
			fprintf(stderr, "parse: cannot read %s\n", argv[first + i]);
			return 2;
		}
		if (!mutates)
			run_one(&seeds[i]);
	}
	if (mutates)
		mutate((unsigned)atoi(argv[2]), (uint64_t)atoll(argv[3]), argv[4], seeds, count);
	for (unsigned i = 0; i < count; i++)
		buf_clear(&seeds[i]);
	mem_free(seeds);
	return 0;
}

#endif
