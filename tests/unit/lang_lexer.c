/* The lexer's looks ahead, and the tokens of expressions. */
#include "base/buf.h"
#include "lang/lexer.h"
#include "unit.h"

static struct source *source;

static struct lexer lexer_of(const char *text)
{
	struct lexer lexer;
	source_release(source);
	source = source_new("t", text, strlen(text));
	lexer_init(&lexer, source);
	return lexer;
}

TEST(pairs_are_skipped_with_what_they_hold)
{
	static const struct {
		const char *text;
		uint32_t end;
	} cases[] = {
		{ "(a) b", 3 }, { "[a, (b), {c}] d", 13 }, { "(\")\" ')') x", 9 }, { "\"a\\\"b\" c", 6 }, { "\"${f(\"}\")}\" c", 11 }, { "\"\"\"a\"b\"\"\" c", 9 },
		{ "(a # )\n) b", 8 }, { "(\\)) b", 4 }, { "(a", LEXER_NOWHERE }, { "(a]", LEXER_NOWHERE }, { "'a", LEXER_NOWHERE }, { "\"a", LEXER_NOWHERE },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct lexer lexer = lexer_of(cases[i].text);
		if (!CHECK_INT(lexer_skip_pair(&lexer, 0), cases[i].end))
			printf("# in: %s\n", cases[i].text);
	}
}

TEST(arrows_are_told_from_brackets)
{
	static const struct {
		const char *text;
		unsigned length;
		enum redirect_type type;
		int descriptor;
	} cases[] = {
		{ "=> f", 2, REDIRECT_WRITE, 1 }, { "=>> f", 3, REDIRECT_APPEND, 1 }, { "<= f", 2, REDIRECT_READ, 0 }, { "<<= f", 3, REDIRECT_TEXT, 0 },
		{ "2=> f", 3, REDIRECT_WRITE, 2 }, { "2=>> f", 4, REDIRECT_APPEND, 2 }, { "2=>&1", 5, REDIRECT_ERROR_TO_OUTPUT, 2 }, { "&=> f", 3, REDIRECT_BOTH, 1 },
		{ "< a", 0, 0, 0 }, { "= a", 0, 0, 0 }, { "a=>", 0, 0, 0 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct lexer lexer = lexer_of(cases[i].text);
		enum redirect_type type = 0;
		int descriptor = 0;
		CHECK_INT(lexer_arrow(&lexer, &type, &descriptor), cases[i].length);
		CHECK_INT(type, cases[i].type);
		CHECK_INT(descriptor, cases[i].descriptor);
	}
}

TEST(blanks_comments_and_lines_are_skipped)
{
	struct lexer lexer = lexer_of(" \t\\\n # c\n\n ; a");
	lexer_skip_blanks(&lexer);
	CHECK_INT(lexer.at, 8);
	lexer_skip_lines(&lexer);
	CHECK_INT(lexer.at, 11);
	lexer_skip_separators(&lexer);
	CHECK(lexer_at_word(&lexer, "a"));
}

TEST(tokens_of_an_expression)
{
	static const enum token_type types[] = {
		TOKEN_NAME, TOKEN_POWER, TOKEN_NUMBER, TOKEN_DOUBLE_SLASH, TOKEN_NUMBER, TOKEN_LE, TOKEN_OPEN_PAREN, TOKEN_MINUS, TOKEN_NUMBER, TOKEN_CLOSE_PAREN,
		TOKEN_EQ, TOKEN_NAME, TOKEN_ELLIPSIS, TOKEN_ASSIGN, TOKEN_STRANGE, TOKEN_QUOTE,
	};
	struct lexer lexer = lexer_of("x ** 1.5e-3 //\n 10s <= (-0x1f) # c\n == xs... = && \"");
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		lexer_next_token(&lexer);
		if (!CHECK_INT(lexer.token.type, types[i]))
			printf("# token %zu at %u\n", i, lexer.token.span.start);
	}
	source_release(source);
	source = NULL;
}
