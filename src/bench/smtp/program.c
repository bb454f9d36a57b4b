/* program - a quick SMTP server on standard input and output that takes everything, for measurements */
#include <string.h>
#include <strings.h>
#include <unistd.h>

static char input[65536];
static int filled, taken;

/* The next line with its end. Its length, or 0 at the end of input. */
static int line(char *to, int size)
{
    int n = 0;

    while (n < size) {
	if (taken == filled) {
	    filled = (int) read(0, input, sizeof input);
	    taken = 0;
	    if (filled <= 0)
		return 0;
	}
	to[n++] = input[taken++];
	if (to[n - 1] == '\n')
	    break;
    }
    return n;
}

static void say(const char *text)
{
    if (write(1, text, strlen(text)) < 0)
	_exit(1);
}

int main(void)
{
    char text[8192];
    int n, message = 0;

    say("220 bench ESMTP\r\n");
    while ((n = line(text, sizeof text)) > 0) {
	if (message) {
	    if (text[0] == '.' && n <= 3) {
		message = 0;
		say("250 queued\r\n");
	    }
	} else if (n >= 4 && !strncasecmp(text, "QUIT", 4)) {
	    say("221 bye\r\n");
	    return 0;
	} else if (n >= 4 && !strncasecmp(text, "EHLO", 4)) {
	    say("250-bench\r\n250-PIPELINING\r\n250 8BITMIME\r\n");
	} else if (n >= 4 && !strncasecmp(text, "DATA", 4)) {
	    message = 1;
	    say("354 go\r\n");
	} else {
	    say("250 ok\r\n");
	}
    }
    return 0;
}
