/*
 * The least that a QMP client can be: prints how many round trips a second a monitor gives it.
 *
 *   qmp-client SOCKET COUNT WINDOW
 *
 * Sends COUNT commands, keeping WINDOW of them under way. Replies are lines; each must carry the id that is due.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static char buffer[1 << 20];
static size_t held;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void put(int fd, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t n = write(fd, text, length);
        if (n <= 0)
            fail("write");
        text += n;
        length -= (size_t)n;
    }
}

/* Takes the next line; it stays valid until the call after this one. */
static char *line(int fd)
{
    static size_t start;
    for (;;) {
        char *end = memchr(buffer + start, '\n', held - start);
        if (end) {
            char *found = buffer + start;
            *end = 0;
            start = (size_t)(end - buffer) + 1;
            return found;
        }
        memmove(buffer, buffer + start, held - start);
        held -= start;
        start = 0;
        ssize_t n = read(fd, buffer + held, sizeof buffer - held);
        if (n <= 0)
            fail("read");
        held += (size_t)n;
    }
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static size_t command(char *into, long id)
{
    return (size_t)sprintf(into, "{\"execute\":\"query-status\",\"id\":%ld}\n", id);
}

/* Reads the replies that are here; returns how many, after waiting for one. */
static long replies(int fd, long due)
{
    char id[32];
    long count = 0;
    do {
        char *reply = line(fd);
        if (strstr(reply, "\"event\""))
            continue;
        snprintf(id, sizeof id, "\"id\": %ld", due + count);
        if (!strstr(reply, id) || !strstr(reply, "\"return\"")) {
            fprintf(stderr, "not the reply that was due: %s\n", reply);
            exit(1);
        }
        count++;
    } while (count == 0);
    return count;
}

int main(int argc, char **argv)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char batch[64 * 1024];
    if (argc != 4)
        return 2;
    strncpy(address.sun_path, argv[1], sizeof address.sun_path - 1);
    long count = atol(argv[2]), window = atol(argv[3]), sent = 0, done = 0;
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0)
        fail("connect");
    line(fd);
    const char *hello = "{\"execute\":\"qmp_capabilities\",\"arguments\":{\"enable\":[\"oob\"]}}\n";
    put(fd, hello, strlen(hello));
    line(fd);
    double begin = now();
    while (done < count) {
        size_t length = 0;
        while (sent < count && sent - done < window)
            length += command(batch + length, sent++);
        put(fd, batch, length);
        done += replies(fd, done);
    }
    printf("%.1f\n", (double)count / (now() - begin));
    return 0;
}
