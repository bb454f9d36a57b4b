package org.tlsproxy.log;

/**
 * Who takes a record when the log socket cannot be reached from here: for a worker in its jail, the launcher, which still sees the
 * whole file system.
 */
public interface Fallback {

    /** Nobody: records wait until the socket is back. */
    Fallback NONE = new Fallback() {
        @Override
        public boolean take(byte[] record, int length) {
            return false;
        }
    };

    /**
     * Takes a complete record, ready for {@link MailLog#relay}. Does not wait and does not log.
     *
     * @param record reused by the caller after the call
     * @return false if it cannot take it now: it is offered again
     */
    boolean take(byte[] record, int length);
}
