package org.tlsproxy.maps;

/** A table cannot be opened; the message is the reason, in Postfix's words. */
final class BadTable extends Exception {

    private static final long serialVersionUID = 1L;

    BadTable(String reason) {
        super(reason, null, false, false);
    }
}
