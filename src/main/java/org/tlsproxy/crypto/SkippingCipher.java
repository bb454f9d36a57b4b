package org.tlsproxy.crypto;

/** A cipher that can go on behind a record that it could not decrypt, as a server must that skips early data (RFC 8446 4.2.10). */
public interface SkippingCipher {

    /** The last record was under another key: it does not count. */
    void skip();
}
