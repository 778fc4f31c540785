/* A load generator that is never the bottleneck: one thread, epoll, keep-alive, the next request when the last is answered.
 *
 *     load PORT CONNECTIONS SECONDS REQUEST_FILE
 *
 * REQUEST_FILE holds one whole HTTP request, head and body. Prints one line of JSON: requests answered with 200, failures,
 * microseconds from the last byte asked to the whole answer (p50, p99) and to its first body byte (first_p50), and server-sent
 * events. A stream that is under way when the time is up is finished but not counted.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

typedef enum { HEAD, LENGTH, CHUNK_SIZE, CHUNK_DATA, CHUNK_END, TRAILER } State;

typedef struct {
  int fd, ok, framed, seen; /* seen: how much of "data:" the last bytes were */
  State state;
  char head[16384];
  size_t head_n, left, sent;
  uint64_t asked, first;
} Conn;

static char request[4 * 1024 * 1024];
static size_t request_n;
static struct sockaddr_in at;
static int poll_fd, over;
static uint64_t *whole_us, *first_us, answered, failed, events, room = 1 << 22;

static uint64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void ask(Conn *c) {
  c->state = HEAD;
  c->head_n = c->left = c->sent = 0;
  c->ok = c->seen = 0;
  c->first = 0;
  c->asked = now_ns();
  while (c->sent < request_n) {
    ssize_t n = send(c->fd, request + c->sent, request_n - c->sent, MSG_NOSIGNAL);
    if (n < 0 && errno != EAGAIN) break;
    if (n < 0) { /* the kernel's buffer is full: wait for room */
      epoll_ctl(poll_fd, EPOLL_CTL_MOD, c->fd, &(struct epoll_event){.events = EPOLLIN | EPOLLOUT, .data.ptr = c});
      return;
    }
    c->sent += (size_t)n;
  }
}

static void start(Conn *c) {
  int one = 1;
  c->fd = socket(AF_INET, SOCK_STREAM, 0);
  while (connect(c->fd, (struct sockaddr *)&at, sizeof at) != 0) usleep(1000);
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  setsockopt(c->fd, SOL_SOCKET, SO_RCVTIMEO, &(struct timeval){0, 1}, sizeof(struct timeval));
  epoll_ctl(poll_fd, EPOLL_CTL_ADD, c->fd, &(struct epoll_event){.events = EPOLLIN, .data.ptr = c});
  ask(c);
}

static void again(Conn *c) {
  close(c->fd);
  if (!over) start(c);
}

static void done(Conn *c) {
  if (!c->ok)
    failed++;
  else if (!over && answered < room) {
    whole_us[answered] = (now_ns() - c->asked) / 1000;
    first_us[answered++] = (c->first - c->asked) / 1000;
  }
  if (!over) ask(c);
}

static void body(Conn *c, const char *text, size_t n) {
  static const char word[] = "data:";
  if (c->first == 0) c->first = now_ns();
  if (!c->framed) return;
  for (size_t i = 0; i < n; i++) {
    c->seen = text[i] == word[c->seen] ? c->seen + 1 : text[i] == word[0];
    if (c->seen == 5) c->seen = 0, events += !over;
  }
}

/* Takes in what arrived; returns whether the connection is still good. */
static int take(Conn *c, const char *p, size_t n) {
  while (n > 0) {
    if (c->state == HEAD || c->state == CHUNK_SIZE || c->state == TRAILER) {
      if (c->head_n + 1 >= sizeof c->head) return 0;
      c->head[c->head_n++] = *p++, n--, c->head[c->head_n] = 0;
      if (c->state == HEAD) {
        if (c->head_n < 4 || memcmp(c->head + c->head_n - 4, "\r\n\r\n", 4) != 0) continue;
        c->ok = memcmp(c->head, "HTTP/1.1 200", 12) == 0;
        char *length = strcasestr(c->head, "\r\ncontent-length:");
        c->framed = strcasestr(c->head, "\r\ntransfer-encoding: chunked") != NULL;
        c->head_n = 0;
        if (!c->framed && length == NULL) return 0;
        c->left = c->framed ? 0 : strtoul(length + 17, NULL, 10);
        c->state = c->framed ? CHUNK_SIZE : LENGTH;
        if (!c->framed && c->left == 0) done(c);
      } else if (c->head_n >= 2 && c->head[c->head_n - 1] == '\n') {
        size_t size = c->state == TRAILER ? 0 : strtoul(c->head, NULL, 16);
        int empty = c->head_n == 2;
        c->head_n = 0;
        if (c->state == TRAILER) {
          if (empty) done(c);
        } else {
          c->left = size;
          c->state = size ? CHUNK_DATA : TRAILER;
        }
      }
    } else if (c->state == CHUNK_END) {
      if (*p++ == '\n') c->state = CHUNK_SIZE;
      n--;
    } else {
      size_t part = n < c->left ? n : c->left;
      body(c, p, part);
      p += part, n -= part, c->left -= part;
      if (c->left == 0 && c->state == LENGTH) done(c);
      if (c->left == 0 && c->state == CHUNK_DATA) c->state = CHUNK_END;
    }
  }
  return 1;
}

static int upwards(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

static uint64_t percentile(uint64_t *values, double share) {
  if (answered == 0) return 0;
  qsort(values, answered, sizeof *values, upwards);
  return values[(size_t)((double)(answered - 1) * share)];
}

int main(int argc, char **argv) {
  if (argc != 5) return fprintf(stderr, "usage: load PORT CONNECTIONS SECONDS REQUEST_FILE\n"), 2;
  FILE *file = fopen(argv[4], "rb");
  if (file == NULL) return perror(argv[4]), 1;
  request_n = fread(request, 1, sizeof request, file);
  at.sin_family = AF_INET;
  at.sin_port = htons((uint16_t)atoi(argv[1]));
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int n = atoi(argv[2]);
  double seconds = atof(argv[3]);
  whole_us = malloc(room * sizeof *whole_us), first_us = malloc(room * sizeof *first_us);
  poll_fd = epoll_create1(0);
  Conn *conns = calloc((size_t)n, sizeof *conns);
  for (int i = 0; i < n; i++) start(&conns[i]);
  uint64_t began = now_ns(), ends = began + (uint64_t)(seconds * 1e9);
  static char buffer[262144];
  while (now_ns() < ends) {
    struct epoll_event ready[256];
    int count = epoll_wait(poll_fd, ready, 256, 100);
    for (int i = 0; i < count; i++) {
      Conn *c = ready[i].data.ptr;
      if (ready[i].events & EPOLLOUT) {
        ssize_t sent = send(c->fd, request + c->sent, request_n - c->sent, MSG_NOSIGNAL);
        if (sent > 0) c->sent += (size_t)sent;
        if (c->sent == request_n)
          epoll_ctl(poll_fd, EPOLL_CTL_MOD, c->fd, &(struct epoll_event){.events = EPOLLIN, .data.ptr = c});
      }
      if (!(ready[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))) continue;
      ssize_t got = recv(c->fd, buffer, sizeof buffer, MSG_DONTWAIT);
      if (got < 0 && errno == EAGAIN) continue;
      if (got <= 0 || !take(c, buffer, (size_t)got)) failed++, again(c);
    }
  }
  double took = (double)(now_ns() - began) / 1e9;
  over = 1;
  printf("{\"requests\":%lu,\"failed\":%lu,\"seconds\":%.3f,\"p50\":%lu,\"p99\":%lu,\"first_p50\":%lu,\"events\":%lu}\n",
         answered, failed, took, percentile(whole_us, 0.5), percentile(whole_us, 0.99), percentile(first_us, 0.5), events);
  return 0;
}
