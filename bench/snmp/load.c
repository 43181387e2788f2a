/*
 * The load of the benchmark: sends SNMPv2c requests from packets made beforehand and reads just enough of the
 * responses to count them, so that the server is what limits the rate.
 *
 *     load PORT get ROWS VARIABLES SECONDS     random instances, WINDOW requests in flight
 *     load PORT getnext ROWS VARIABLES SECONDS
 *     load PORT bulk ROWS COLUMNS SECONDS REPETITIONS
 *     load PORT walk MANAGERS                  the whole table by each manager, one GETBULK of 50 after another
 *     load PORT flood SECONDS                  GETBULK of a million repetitions as fast as they can be sent
 *
 * Prints: requests variables seconds lost
 */
#include <arpa/inet.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { WINDOW = 96, RECEIVE_BUFFER = 212992, MAX_MANAGERS = 64, PACKETS = 4096, MAX_PACKET = 2048 };
/* vmEntry: 1.3.6.1.2.1.236.1.4.1 */
static const unsigned char entry[] = {0x2b, 6, 1, 2, 1, 0x81, 0x6c, 1, 4, 1};

struct packet {
  int length;
  unsigned char octets[MAX_PACKET];
};

static struct packet packets[PACKETS];
static unsigned char answer[65536];

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

/* Writes from the end of a scratch area towards its beginning. */
static unsigned char scratch[MAX_PACKET * 2];
static int at;

static void put(const void *octets, int length) {
  at -= length;
  memcpy(scratch + at, octets, length);
}

static void head(unsigned char tag, int end) {
  int length = end - at;
  unsigned char form[5] = {tag};
  int used = 1;
  if (length < 0x80) form[used++] = length;
  else {
    form[used++] = 0x82;
    form[used++] = length >> 8;
    form[used++] = length;
  }
  put(form, used);
}

static void put_integer(long value) {
  unsigned char form[6] = {2, 4, value >> 24, value >> 16, value >> 8, value};
  put(form, 6);
}

static int put_sub(unsigned char *to, unsigned long sub) {
  int used = 0;
  if (sub >= 1 << 14) to[used++] = 0x80 | (sub >> 14);
  if (sub >= 1 << 7) to[used++] = 0x80 | ((sub >> 7) & 0x7f);
  to[used++] = sub & 0x7f;
  return used;
}

/* One variable; name is the content of its identifier. */
static void put_variable(const unsigned char *name, int length) {
  int end = at;
  put("\x05\x00", 2);
  int nameEnd = at;
  put(name, length);
  head(6, nameEnd);
  head(0x30, end);
}

static void close_message(struct packet *packet, unsigned char tag, long id, long a, long b) {
  int end = sizeof scratch;
  head(0x30, end);
  put_integer(b);
  put_integer(a);
  put_integer(id);
  head(tag, end);
  put("\x02\x01\x01\x04\x06public", 11);
  head(0x30, end);
  packet->length = end - at;
  memcpy(packet->octets, scratch + at, packet->length);
}

static int instance(unsigned char *name, int column, long row) {
  int length = sizeof entry;
  memcpy(name, entry, length);
  name[length++] = column;
  if (row > 0) length += put_sub(name + length, row);
  return length;
}

static void make_packets(unsigned char tag, long rows, int variables, long repetitions) {
  unsigned char name[64];
  for (int i = 0; i < PACKETS; i++) {
    at = sizeof scratch;
    long row = 1 + random() % (rows > repetitions + 1 ? rows - repetitions - 1 : 1);
    for (int v = variables - 1; v >= 0; v--) put_variable(name, instance(name, 2 + (i + v) % 16, row));
    close_message(&packets[i], tag, i, 0, repetitions);
  }
}

/* Moves behind tag and length; *end is where the content ends. */
static int enter(int pos, int *end) {
  int length = answer[pos + 1];
  pos += 2;
  if (length & 0x80) {
    int octets = length & 0x7f;
    for (length = 0; octets > 0; octets--) length = length << 8 | answer[pos++];
  }
  *end = pos + length;
  return pos;
}

/* Counts the variables of a response; gives the place of the last name and the request-id. */
static int count(int *lastName, int *lastLength, long *id) {
  int end, pos, variables = 0;
  pos = enter(0, &end);
  pos = enter(pos, &end), pos = end; /* version */
  pos = enter(pos, &end), pos = end; /* community */
  pos = enter(pos, &end);
  pos = enter(pos, &end);
  for (*id = 0; pos < end; pos++) *id = *id << 8 | answer[pos];
  pos = enter(pos, &end), pos = end;
  pos = enter(pos, &end), pos = end;
  int listEnd;
  pos = enter(pos, &listEnd);
  while (pos < listEnd) {
    int variableEnd, nameEnd;
    pos = enter(pos, &variableEnd);
    *lastName = enter(pos, &nameEnd);
    *lastLength = nameEnd - *lastName;
    pos = variableEnd;
    variables++;
  }
  return variables;
}

static void report(long requests, long variables, double seconds, long lost) {
  printf("%ld %ld %.6f %ld\n", requests, variables, seconds, lost);
}

static void run(int socket, double seconds) {
  long requests = 0, variables = 0, lost = 0, next = 0;
  int name, length;
  long id;
  double begin = now(), stop = begin + seconds;
  for (int i = 0; i < WINDOW; i++, next++) send(socket, packets[next % PACKETS].octets, packets[next % PACKETS].length, 0);
  while (now() < stop) {
    struct pollfd wait = {socket, POLLIN, 0};
    if (poll(&wait, 1, 500) == 0) {
      lost += WINDOW;
      for (int i = 0; i < WINDOW; i++, next++)
        send(socket, packets[next % PACKETS].octets, packets[next % PACKETS].length, 0);
      continue;
    }
    while (recv(socket, answer, sizeof answer, MSG_DONTWAIT) > 0) {
      variables += count(&name, &length, &id);
      requests++;
      send(socket, packets[next % PACKETS].octets, packets[next % PACKETS].length, 0);
      next++;
    }
  }
  report(requests, variables, now() - begin, lost);
}

struct manager {
  unsigned char name[256];
  int length;
};

static void ask(int socket, struct manager *manager, long id) {
  struct packet packet;
  at = sizeof scratch;
  put_variable(manager->name, manager->length);
  close_message(&packet, 0xa5, id, 0, 50);
  send(socket, packet.octets, packet.length, 0);
}

/* Each manager has one request under way; its number is the request-id. */
static void walk(int socket, int count_of_managers) {
  static struct manager managers[MAX_MANAGERS];
  long requests = 0, variables = 0, id;
  int left = count_of_managers;
  double begin = now();
  for (int i = 0; i < count_of_managers; i++) {
    managers[i].length = sizeof entry;
    memcpy(managers[i].name, entry, sizeof entry);
    ask(socket, &managers[i], i);
  }
  while (left > 0) {
    if (recv(socket, answer, sizeof answer, 0) <= 0) break;
    int lastName, lastLength;
    variables += count(&lastName, &lastLength, &id);
    requests++;
    struct manager *manager = &managers[id % MAX_MANAGERS];
    int inside = lastLength > (int)sizeof entry && memcmp(answer + lastName, entry, sizeof entry) == 0;
    if (!inside) {
      left--;
      continue;
    }
    memcpy(manager->name, answer + lastName, lastLength);
    manager->length = lastLength;
    ask(socket, manager, id);
  }
  report(requests, variables, now() - begin, left);
}

static void flood(int socket, double seconds) {
  struct packet packet;
  long requests = 0, answers = 0;
  at = sizeof scratch;
  for (int v = 0; v < 16; v++) {
    unsigned char name[64];
    put_variable(name, instance(name, 2 + v, 0));
  }
  close_message(&packet, 0xa5, 1, 0, 1000000);
  double begin = now(), stop = begin + seconds;
  while (now() < stop) {
    for (int i = 0; i < 16; i++) {
      send(socket, packet.octets, packet.length, MSG_DONTWAIT);
      requests++;
    }
    while (recv(socket, answer, sizeof answer, MSG_DONTWAIT) > 0) answers++;
    usleep(200);
  }
  report(requests, answers, now() - begin, 0);
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int connection = socket(AF_INET, SOCK_DGRAM, 0);
  struct timeval patience = {2, 0};
  int room = RECEIVE_BUFFER;
  setsockopt(connection, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (connect(connection, (struct sockaddr *)&server, sizeof server) != 0) return 1;
  const char *mode = argv[2];
  if (strcmp(mode, "walk") == 0 && argc > 3) walk(connection, atoi(argv[3]) < MAX_MANAGERS ? atoi(argv[3]) : MAX_MANAGERS);
  else if (strcmp(mode, "flood") == 0 && argc > 3) flood(connection, atof(argv[3]));
  else {
    if (argc < 6) return 2;
    long rows = atol(argv[3]);
    int variables = atoi(argv[4]);
    if (strcmp(mode, "get") == 0) make_packets(0xa0, rows, variables, 0);
    else if (strcmp(mode, "getnext") == 0) make_packets(0xa1, rows, variables, 0);
    else make_packets(0xa5, rows, variables, argc > 6 ? atol(argv[6]) : 50);
    run(connection, atof(argv[5]));
  }
  close(connection);
  return 0;
}
