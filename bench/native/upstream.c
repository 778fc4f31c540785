/* A model endpoint that is never the bottleneck: one thread, epoll, fixed answers in OpenAI's shape.
 *
 *     upstream PORT EVENTS TICK_US
 *
 * A POST whose body asks for "stream":true is answered by EVENTS server-sent events, one each TICK_US microseconds and each
 * in a write of its own; any other POST by one JSON answer; a GET by a list of models.
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
#include <sys/timerfd.h>
#include <unistd.h>

#define MOST 8192
#define ROOM (2 * 1024 * 1024 + 65536)

typedef struct {
  char *in;
  size_t have;
  int left; /* events still to send; 0: none under way */
} Conn;

static Conn conns[MOST];
static int events, streaming[MOST], streams;

static const char *USAGE = "\"usage\":{\"prompt_tokens\":120,\"completion_tokens\":40,\"total_tokens\":160}";
static const char *HEAD = "\"id\":\"chatcmpl-1\",\"created\":1,\"model\":\"mock\"";
static char whole[2048], models[512], first[2048], middle[1024], last[2048];
static size_t whole_n, models_n, first_n, middle_n, last_n;

static size_t reply(char *to, size_t room, const char *body) {
  return (size_t)snprintf(to, room, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                          strlen(body), body);
}

static size_t chunk(char *to, size_t room, const char *data) {
  return (size_t)snprintf(to, room, "%zx\r\n%s\r\n", strlen(data), data);
}

static void prepare(void) {
  char body[1536], event[1024], more[1024];
  snprintf(body, sizeof body,
           "{%s,\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
           "\"Annual leave may be carried over until the end of March of the next year, and a manager has to agree before "
           "the end of December. \\u5e74\\u5047\\u53ef\\u4ee5\\u987a\\u5ef6\\u5230\\u4e0b\\u4e00\\u5e74\\u4e09\\u6708\\u5e95"
           "\\u3002\"},\"finish_reason\":\"stop\"}],%s}",
           HEAD, USAGE);
  whole_n = reply(whole, sizeof whole, body);
  models_n = reply(models, sizeof models, "{\"object\":\"list\",\"data\":[{\"id\":\"mock\",\"object\":\"model\"}]}");
  snprintf(event, sizeof event,
           "data: {%s,\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" leave\"},"
           "\"finish_reason\":null}]}\n\n",
           HEAD);
  middle_n = chunk(middle, sizeof middle, event);
  size_t head = (size_t)snprintf(first, sizeof first,
                                 "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
  memcpy(first + head, middle, middle_n);
  first_n = head + middle_n;
  snprintf(more, sizeof more,
           "data: {%s,\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
           "%s}\n\ndata: [DONE]\n\n",
           HEAD, USAGE);
  last_n = chunk(last, sizeof last, more);
  memcpy(last + last_n, "0\r\n\r\n", 5);
  last_n += 5;
}

static void hang_up(int fd) {
  conns[fd].have = 0;
  conns[fd].left = 0;
  close(fd);
}

static void say(int fd, const char *text, size_t size) {
  while (size > 0) {
    ssize_t sent = send(fd, text, size, MSG_NOSIGNAL);
    if (sent < 0) {
      if (errno == EAGAIN) continue;
      conns[fd].left = 0;
      return;
    }
    text += sent;
    size -= (size_t)sent;
  }
}

/* Answers every whole request that is there. */
static void answer(int fd) {
  Conn *conn = &conns[fd];
  for (;;) {
    char *end = memmem(conn->in, conn->have, "\r\n\r\n", 4);
    if (end == NULL) return;
    size_t head = (size_t)(end - conn->in) + 4, body = 0;
    *end = 0;
    char *length = strcasestr(conn->in, "content-length:");
    if (length != NULL) body = strtoul(length + 15, NULL, 10);
    *end = '\r';
    if (conn->have < head + body) return;
    if (conn->in[0] == 'G') {
      say(fd, models, models_n);
    } else if (memmem(conn->in + head, body, "\"stream\":true", 13) != NULL ||
               memmem(conn->in + head, body, "\"stream\": true", 14) != NULL) {
      say(fd, first, first_n);
      if (conn->left == 0) streaming[streams++] = fd;
      conn->left = events - 1;
    } else {
      say(fd, whole, whole_n);
    }
    conn->have -= head + body;
    memmove(conn->in, conn->in + head + body, conn->have);
  }
}

static void hear(int fd) {
  Conn *conn = &conns[fd];
  if (conn->in == NULL) conn->in = malloc(ROOM + 1);
  ssize_t got = recv(fd, conn->in + conn->have, ROOM - conn->have, 0);
  if (got <= 0) {
    if (got < 0 && errno == EAGAIN) return;
    hang_up(fd);
    return;
  }
  conn->have += (size_t)got;
  answer(fd);
}

static void tick(void) {
  int kept = 0;
  for (int i = 0; i < streams; i++) {
    int fd = streaming[i];
    if (conns[fd].left <= 0) continue;
    if (--conns[fd].left == 0)
      say(fd, last, last_n);
    else {
      say(fd, middle, middle_n);
      streaming[kept++] = fd;
    }
  }
  streams = kept;
}

int main(int argc, char **argv) {
  if (argc != 4) return fprintf(stderr, "usage: upstream PORT EVENTS TICK_US\n"), 2;
  events = atoi(argv[2]);
  prepare();
  int one = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1]))};
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(listener, (struct sockaddr *)&at, sizeof at) || listen(listener, 4096)) return perror("listen"), 1;
  int poll = epoll_create1(0), timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  long tick_us = atol(argv[3]);
  struct timespec pace = {tick_us / 1000000, (tick_us % 1000000) * 1000};
  timerfd_settime(timer, 0, &(struct itimerspec){.it_interval = pace, .it_value = pace}, NULL);
  epoll_ctl(poll, EPOLL_CTL_ADD, listener, &(struct epoll_event){.events = EPOLLIN, .data.fd = listener});
  epoll_ctl(poll, EPOLL_CTL_ADD, timer, &(struct epoll_event){.events = EPOLLIN, .data.fd = timer});
  for (;;) {
    struct epoll_event ready[256];
    int n = epoll_wait(poll, ready, 256, -1);
    for (int i = 0; i < n; i++) {
      int fd = ready[i].data.fd;
      if (fd == listener) {
        int client = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
        if (client < 0) continue;
        if (client >= MOST) {
          close(client);
          continue;
        }
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        epoll_ctl(poll, EPOLL_CTL_ADD, client, &(struct epoll_event){.events = EPOLLIN, .data.fd = client});
      } else if (fd == timer) {
        uint64_t times;
        if (read(timer, &times, sizeof times) > 0) tick();
      } else {
        hear(fd);
      }
    }
  }
}
