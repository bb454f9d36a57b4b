package org.tlsproxy.trust;

import java.util.List;

/**
 * One case of verification.
 *
 * @param anchors  CAfile
 * @param sent     by the peer
 * @param purpose  asked for
 * @param depth    verifydepth
 * @param level    security level
 * @param expected {@code error@depth} as OpenSSL tells them one after the other; what it does not say after it has given up is missing
 */
record Scenario(String name, List<byte[]> anchors, List<byte[]> sent, Purpose purpose, int depth, int level, String expected) {

    private static final int DEPTH = 9;

    static Scenario of(String name, List<byte[]> anchors, List<byte[]> sent, String expected) {
        return new Scenario(name, anchors, sent, Purpose.SERVER, DEPTH, 0, expected);
    }

    Scenario client() {
        return new Scenario(name, anchors, sent, Purpose.CLIENT, depth, level, expected);
    }

    Scenario depth(int verifyDepth) {
        return new Scenario(name, anchors, sent, purpose, verifyDepth, level, expected);
    }

    Scenario level(int securityLevel) {
        return new Scenario(name, anchors, sent, purpose, depth, securityLevel, expected);
    }

    @Override
    public String toString() {
        return name;
    }
}
