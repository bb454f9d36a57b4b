package org.tlsproxy.log;

/**
 * The environment or the configuration is wrong and this process cannot go on. Thrown where it is found, caught by the process's
 * main only, which logs {@code fatal: } and the message, sleeps one second and exits with status 1, as Postfix's msg_fatal() does.
 */
public final class Fatal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, in Postfix's words where Postfix has some; one line */
    public Fatal(String message) {
        super(message, null, false, true);
    }
}
