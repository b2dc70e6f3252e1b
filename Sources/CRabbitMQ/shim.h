// What the AMQP target needs from C: librabbitmq, and the few Linux calls that Swift's Glibc module leaves out.
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

// The login functions are variadic in C and so invisible to Swift.
static inline amqp_rpc_reply_t hub_login_plain(
    amqp_connection_state_t state, const char *vhost, int channels, int frame_max, int heartbeat,
    const amqp_table_t *properties, const char *user, const char *password) {
    return amqp_login_with_properties(
        state, vhost, channels, frame_max, heartbeat, properties, AMQP_SASL_METHOD_PLAIN, user, password);
}

// The broker takes the identity from the client's certificate; the string must only not be empty.
static inline amqp_rpc_reply_t hub_login_external(
    amqp_connection_state_t state, const char *vhost, int channels, int frame_max, int heartbeat,
    const amqp_table_t *properties, const char *identity) {
    return amqp_login_with_properties(
        state, vhost, channels, frame_max, heartbeat, properties, AMQP_SASL_METHOD_EXTERNAL, identity);
}

static inline int hub_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

// 15 characters are all that Linux keeps.
static inline void hub_name_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

// With the cork in, the three sends of every publish leave in full segments; taking it out sends the rest.
static inline void hub_cork(int fd, int on) { setsockopt(fd, IPPROTO_TCP, TCP_CORK, &on, sizeof on); }

// Bytes that the kernel will surely take now without blocking: a cautious half of the send buffer, less what waits in it.
static inline long hub_send_room(int fd) {
    int size = 0, queued = 0;
    socklen_t length = sizeof size;
    if (getsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, &length) != 0) return 0;
    if (ioctl(fd, SIOCOUTQ, &queued) != 0) return 0;
    return (long)size / 2 - queued;
}

// Bytes that wait in the send buffer.
static inline int hub_send_queue(int fd) {
    int queued = 0;
    return ioctl(fd, SIOCOUTQ, &queued) == 0 ? queued : -1;
}

// Starts a program that the kernel kills when the calling THREAD ends: the caller must be a thread that lives as long
// as the child may. Everything between fork and exec is async-signal-safe. Descriptor 3 of the child is `held` (a lock
// that then lasts as long as any of the children); nothing else is inherited. -1: fork failed, see errno.
static inline pid_t hub_spawn(
    const char *path, char *const arguments[], char *const environment[], const char *folder, const char *output,
    int held) {
    pid_t parent = getpid();
    pid_t child = fork();
    if (child != 0) return child;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(126);  // the parent died before the line above
    setpgid(0, 0);                        // Ctrl-C at a terminal is for the hub; it stops its broker itself
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, 0);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    signal(SIGINT, SIG_DFL);
    signal(SIGHUP, SIG_DFL);
    signal(SIGCHLD, SIG_DFL);
    if (chdir(folder) != 0) _exit(125);
    int out = open(output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    int in = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (out < 0 || in < 0) _exit(124);
    if (held == 3) fcntl(3, F_SETFD, 0);
    // Out of the way of 0 to 3 first, so that no dup2 below can overwrite a source.
    in = fcntl(in, F_DUPFD_CLOEXEC, 10);
    out = fcntl(out, F_DUPFD_CLOEXEC, 10);
    if (held != 3 && held >= 0) {
        int copy = fcntl(held, F_DUPFD_CLOEXEC, 10);
        dup2(copy, 3);
    }
    dup2(in, 0);
    dup2(out, 1);
    dup2(out, 2);
    syscall(SYS_close_range, 4U, ~0U, CLOSE_RANGE_CLOEXEC);
    execve(path, arguments, environment);
    _exit(127);
}

static inline int hub_lock_file(const char *path) {
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
        close(fd);
        return -2;
    }
    return fd;
}
