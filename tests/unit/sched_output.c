/* Collected output: its order, its failures. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sched/output.h"
#include "unit.h"

static char path[] = "/tmp/triosh-output-XXXXXX";

static int open_file(void)
{
	strcpy(path, "/tmp/triosh-output-XXXXXX");
	return mkstemp(path);
}

static const char *contents(void)
{
	static char text[1024];
	int fd = open(path, O_RDONLY);
	ssize_t count = read(fd, text, sizeof text - 1);

	close(fd);
	text[count > 0 ? count : 0] = '\0';
	return text;
}

static void put(struct sink *sink, const char *text)
{
	sink_write(sink, text, strlen(text));
}

TEST(a_sink_collects_until_it_is_flushed)
{
	struct sink sink;
	int fd = open_file();

	sink_open(&sink, fd);
	put(&sink, "one\n");
	put(&sink, "two\n");
	CHECK_STR(contents(), "");
	CHECK(output_flush() == NULL);
	CHECK_STR(contents(), "one\ntwo\n");
	sink_close(&sink);
	close(fd);
	unlink(path);
}

TEST(two_sinks_of_one_file_never_overtake_each_other)
{
	struct sink a, b;
	int fd = open_file(), other = dup(fd);

	sink_open(&a, fd);
	sink_open(&b, other);
	put(&a, "a1\n");
	put(&b, "b1\n");
	put(&b, "b2\n");
	put(&a, "a2\n");
	sink_close(&b);
	sink_close(&a);
	CHECK_STR(contents(), "a1\nb1\nb2\na2\n");
	close(fd);
	close(other);
	unlink(path);
}

TEST(sinks_of_different_files_leave_each_other_alone)
{
	struct sink a, b;
	int fd = open_file(), null = open("/dev/null", O_WRONLY);

	sink_open(&a, fd);
	sink_open(&b, null);
	put(&a, "kept back");
	put(&b, "away");
	CHECK_STR(contents(), "");
	sink_close(&a);
	sink_close(&b);
	CHECK_STR(contents(), "kept back");
	close(fd);
	close(null);
	unlink(path);
}

TEST(much_output_is_written_without_being_asked)
{
	struct sink sink;
	int fd = open_file();
	char block[4096];

	memset(block, 'x', sizeof block);
	sink_open(&sink, fd);
	for (int i = 0; i < 64; i++)
		sink_write(&sink, block, sizeof block);
	CHECK(lseek(fd, 0, SEEK_END) >= 64 * 1024);
	CHECK(sink.pending.length < 64 * 1024);
	sink_close(&sink);
	CHECK_INT(lseek(fd, 0, SEEK_END), 64 * 4096);
	close(fd);
	unlink(path);
}

TEST(output_can_be_forgotten)
{
	struct sink sink;
	int fd = open_file();

	sink_open(&sink, fd);
	put(&sink, "never seen");
	output_forget();
	sink_close(&sink);
	CHECK_STR(contents(), "");
	close(fd);
	unlink(path);
}

TEST(a_reader_that_went_away_is_an_error)
{
	int ends[2];

	signal(SIGPIPE, SIG_IGN);
	REQUIRE(pipe(ends) == 0);
	close(ends[0]);
	struct error *error = output_write(ends[1], "text", 4);
	REQUIRE(error != NULL);
	CHECK_STR(error->kind->name, "BrokenPipeError");
	error_release(error);
	close(ends[1]);
}

TEST(a_slow_reader_is_waited_for)
{
	int ends[2];
	static char block[200000];
	pid_t child;

	REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
	child = fork();
	if (child == 0) {
		size_t total = 0;
		ssize_t count;
		static char buffer[1000];
		close(ends[1]);
		while ((count = read(ends[0], buffer, sizeof buffer)) > 0)
			total += (size_t)count;
		_exit(total == sizeof block ? 0 : 1);
	}
	close(ends[0]);
	REQUIRE(fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0);
	struct error *error = output_write(ends[1], block, sizeof block);
	CHECK(error == NULL);
	error_release(error);
	close(ends[1]);
	int status = 1;
	waitpid(child, &status, 0);
	CHECK_INT(status, 0);
}
