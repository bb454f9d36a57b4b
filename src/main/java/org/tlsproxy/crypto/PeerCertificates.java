package org.tlsproxy.crypto;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Certificates seen lately: the same peers and intermediates come again and again. The eldest one is freed when there are too many. */
final class PeerCertificates extends LinkedHashMap<ByteBuffer, PeerCertificate> {

    static final int MOST = 256;
    private static final long serialVersionUID = 1L;

    PeerCertificates() {
        super(64, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<ByteBuffer, PeerCertificate> eldest) {
        if (size() <= MOST) {
            return false;
        }
        eldest.getValue().close();
        return true;
    }

    void closeAll() {
        for (PeerCertificate certificate : values()) {
            certificate.close();
        }
        clear();
    }
}
