// A client of libvirt's RPC for the benchmark: sends packets that were made before over a Unix socket and counts the
// replies, so that what is measured is the server. The same program loads every server.
//
//   load SOCKET SETUP calls CALL CONNECTIONS DEPTH SECONDS
//       Keeps DEPTH calls open on each connection. Prints: calls, octets of replies, seconds, latency in us (50 %, 99 %).
//   load SOCKET SETUP feed CALLS
//       Makes each call of a file once, some at a time. Prints their number and the seconds.
//   load SOCKET SETUP events REGISTER CALLS RATE SECONDS
//       One connection listens, the other makes the calls of a file in turn, one after another, RATE a second; each
//       must cause one event. Prints: events, and us from when the call was due to having the event (50 %, 90 %, 99 %,
//       longest), so that a call that waits for a slow one before it counts, too.
//   load SOCKET SETUP hold CONNECTIONS
//       Opens connections, prints their number, and closes them at the end of standard input.
//
// SETUP, CALL, CALLS and REGISTER are files of whole packets; those of SETUP are sent first on every connection.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { HEADER = 28, SERIAL_AT = 20, TYPE_AT = 16, STATUS_AT = 24, REPLY = 1, MESSAGE = 2, FEED_DEPTH = 16 };
enum { MAX_CONNECTIONS = 1024, MAX_DEPTH = 1024, MAX_SAMPLES = 4 * 1024 * 1024 };

struct packets {
  uint8_t *bytes;
  size_t length;
};

struct connection {
  int fd;
  uint32_t serial;
  uint8_t *in;
  size_t filled, room;
  double sent[MAX_DEPTH];
};

static double *samples;
static size_t sample_count;

static void fail(const char *what) {
  fprintf(stderr, "load: %s: %s\n", what, errno ? strerror(errno) : "unexpected answer");
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static uint32_t word(const uint8_t *at) {
  return (uint32_t)at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3];
}

static void set_word(uint8_t *at, uint32_t value) {
  at[0] = value >> 24, at[1] = value >> 16, at[2] = value >> 8, at[3] = value;
}

static struct packets load_packets(const char *path) {
  struct stat about;
  int fd = open(path, O_RDONLY);
  if (fd < 0 || fstat(fd, &about)) fail(path);
  struct packets packets = {malloc(about.st_size + 1), about.st_size};
  for (size_t done = 0; done < packets.length;) {
    ssize_t got = read(fd, packets.bytes + done, packets.length - done);
    if (got <= 0) fail(path);
    done += got;
  }
  close(fd);
  return packets;
}

static void write_all(int fd, const uint8_t *bytes, size_t length) {
  while (length > 0) {
    ssize_t put = write(fd, bytes, length);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) fail("write");
    bytes += put, length -= put;
  }
}

/** Sends the packet at a place and returns its length. */
static size_t send_packet(struct connection *to, uint8_t *packet) {
  size_t length = word(packet);
  set_word(packet + SERIAL_AT, to->serial);
  to->sent[to->serial++ % MAX_DEPTH] = now();
  write_all(to->fd, packet, length);
  return length;
}

static void fill(struct connection *from) {
  if (from->room - from->filled < 65536) {
    from->room = from->room * 2 + 131072;
    from->in = realloc(from->in, from->room);
    if (!from->in) fail("memory");
  }
  ssize_t got = read(from->fd, from->in + from->filled, from->room - from->filled);
  if (got == 0) errno = 0;
  if (got <= 0) fail("the server closed the connection");
  from->filled += got;
}

/** The length of the packet at a place of what was read, or 0 when it is not complete. */
static size_t complete(const struct connection *from, size_t at) {
  if (from->filled - at < HEADER) return 0;
  size_t length = word(from->in + at);
  return from->filled - at < length ? 0 : length;
}

static void drop(struct connection *from, size_t length) {
  memmove(from->in, from->in + length, from->filled -= length);
}

static void check(const uint8_t *packet, size_t length) {
  if (word(packet + STATUS_AT) == 0) return;
  // The message of an error: code, domain, marker, length, text.
  size_t text = length > HEADER + 16 ? word(packet + HEADER + 12) : 0;
  if (text > length - HEADER - 16) text = 0;
  fprintf(stderr, "load: the server answered: %.*s\n", (int)text, packet + HEADER + 16);
  exit(1);
}

/** Takes what is complete; returns how many replies there were and adds up their octets. */
static int take(struct connection *from, uint64_t *octets) {
  int replies = 0;
  size_t at = 0;
  for (size_t length; (length = complete(from, at)) > 0; at += length) {
    const uint8_t *packet = from->in + at;
    if (word(packet + TYPE_AT) != REPLY) continue;
    check(packet, length);
    *octets += length;
    if (sample_count < MAX_SAMPLES)
      samples[sample_count++] = now() - from->sent[word(packet + SERIAL_AT) % MAX_DEPTH];
    replies++;
  }
  if (at > 0) drop(from, at);
  return replies;
}

static void await(struct connection *from) {
  uint64_t octets = 0;
  while (take(from, &octets) == 0) fill(from);
}

static struct connection *connect_to(const char *path, struct packets setup) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  struct connection *made = calloc(1, sizeof *made);
  if (!made || strlen(path) >= sizeof address.sun_path) fail(path);
  strcpy(address.sun_path, path);
  made->fd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (made->fd < 0 || connect(made->fd, (struct sockaddr *)&address, sizeof address)) fail(path);
  for (size_t at = 0; at < setup.length;) {
    at += send_packet(made, setup.bytes + at);
    await(made);
  }
  return made;
}

static int ascending(const void *a, const void *b) {
  double left = *(const double *)a, right = *(const double *)b;
  return (left > right) - (left < right);
}

static double percentile(double part) {
  return sample_count ? samples[(size_t)(part * (sample_count - 1))] * 1e6 : 0;
}

static void calls(const char *path, struct packets setup, char **args) {
  struct packets call = load_packets(args[0]);
  int count = atoi(args[1]), depth = atoi(args[2]);
  double seconds = atof(args[3]);
  static struct connection *all[MAX_CONNECTIONS];
  static struct pollfd polled[MAX_CONNECTIONS];
  if (count < 1 || count > MAX_CONNECTIONS || depth < 1 || depth > MAX_DEPTH) fail("connections or depth");
  for (int i = 0; i < count; i++) {
    all[i] = connect_to(path, setup);
    polled[i] = (struct pollfd){.fd = all[i]->fd, .events = POLLIN};
  }
  sample_count = 0;
  uint64_t done = 0, octets = 0;
  double start = now();
  for (int i = 0; i < count; i++)
    for (int open = 0; open < depth; open++) send_packet(all[i], call.bytes);
  while (now() - start < seconds) {
    if (count > 1 && poll(polled, count, 1000) < 0) fail("poll");
    for (int i = 0; i < count; i++) {
      if (count > 1 && !polled[i].revents) continue;
      fill(all[i]);
      int replies = take(all[i], &octets);
      done += replies;
      for (; replies > 0; replies--) send_packet(all[i], call.bytes);
    }
  }
  double took = now() - start;
  qsort(samples, sample_count, sizeof *samples, ascending);
  printf("%llu %llu %.6f %.1f %.1f\n", (unsigned long long)done, (unsigned long long)octets, took, percentile(0.5),
         percentile(0.99));
}

static void feed(const char *path, struct packets setup, char **args) {
  struct packets all = load_packets(args[0]);
  struct connection *to = connect_to(path, setup);
  uint64_t octets = 0;
  int open = 0, done = 0;
  double start = now();
  for (size_t at = 0; at < all.length || open > 0;) {
    for (; at < all.length && open < FEED_DEPTH; open++) at += send_packet(to, all.bytes + at);
    fill(to);
    int replies = take(to, &octets);
    open -= replies, done += replies;
  }
  printf("%d %.6f\n", done, now() - start);
}

/** Takes what is complete and keeps how long each event took since its call; events come in the order of calls. */
static void take_events(struct connection *from, const double *sent, size_t *count) {
  size_t at = 0;
  for (size_t length; (length = complete(from, at)) > 0; at += length)
    if (word(from->in + at + TYPE_AT) == MESSAGE) {
      if (sample_count < MAX_SAMPLES) samples[sample_count++] = now() - sent[*count];
      ++*count;
    }
  if (at > 0) drop(from, at);
}

static void events(const char *path, struct packets setup, char **args) {
  struct packets registration = load_packets(args[0]), all = load_packets(args[1]);
  double rate = atof(args[2]), seconds = atof(args[3]);
  size_t wanted = rate * seconds, made = 0, seen = 0, at = 0;
  double *sent = calloc(wanted + 1, sizeof *sent);
  struct connection *listener = connect_to(path, setup), *caller = connect_to(path, setup);
  send_packet(listener, registration.bytes);
  await(listener);
  sample_count = 0;
  uint64_t octets = 0;
  int open = 0;
  double start = now(), end = start + seconds + 5;
  struct pollfd polled[2] = {{listener->fd, POLLIN, 0}, {caller->fd, POLLIN, 0}};
  while (seen < wanted && now() < end) {
    double due = start + made / rate, wait = 0.1;
    if (!open && made < wanted) wait = due - now();
    if (wait <= 0) {
      sent[made++] = due;
      at += send_packet(caller, all.bytes + at);
      if (at >= all.length) at = 0;
      open = 1;
      continue;
    }
    struct timespec time = {0, (long)(wait < 0.1 ? wait * 1e9 : 1e8)};
    if (ppoll(polled, 2, &time, NULL) < 0 && errno != EINTR) fail("poll");
    if (polled[0].revents) fill(listener), take_events(listener, sent, &seen);
    if (polled[1].revents) {
      // Replies are no samples here.
      size_t before = sample_count;
      fill(caller);
      if (take(caller, &octets) > 0) open = 0;
      sample_count = before;
    }
  }
  qsort(samples, sample_count, sizeof *samples, ascending);
  printf("%zu %.1f %.1f %.1f %.1f\n", seen, percentile(0.5), percentile(0.9), percentile(0.99), percentile(1));
}

static void hold(const char *path, struct packets setup, char **args) {
  int count = atoi(args[0]);
  for (int i = 0; i < count; i++) connect_to(path, setup);
  printf("%d\n", count);
  fflush(stdout);
  while (getchar() != EOF) {
  }
}

int main(int argc, char **argv) {
  if (argc < 5) {
    fprintf(stderr, "usage: load SOCKET SETUP calls|feed|events|hold ...\n");
    return 2;
  }
  samples = malloc(MAX_SAMPLES * sizeof *samples);
  struct packets setup = load_packets(argv[2]);
  char **args = argv + 4;
  if (!strcmp(argv[3], "calls") && argc == 8) calls(argv[1], setup, args);
  else if (!strcmp(argv[3], "feed") && argc == 5) feed(argv[1], setup, args);
  else if (!strcmp(argv[3], "events") && argc == 8) events(argv[1], setup, args);
  else if (!strcmp(argv[3], "hold") && argc == 5) hold(argv[1], setup, args);
  else return 2;
  return 0;
}
