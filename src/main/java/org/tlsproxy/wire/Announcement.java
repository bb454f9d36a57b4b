package org.tlsproxy.wire;

import java.util.Optional;

/** What a server says first since 3.6, so that a client notices when it talks to the wrong one. */
public enum Announcement {
    /** Said by tlsproxy. */
    TLSPROXY("tlsproxy_protocol"),
    /** Said by tlsmgr. */
    TLSMGR("tlsmgr_protocol"),
    /** Said by proxymap. */
    PROXYMAP("proxymap_protocol");

    private static final Layout LAYOUT = Layout.of(Layout.text("protocol"));

    private final String protocol;

    Announcement(String protocol) {
        this.protocol = protocol;
    }

    /** The list as bytes. */
    public byte[] printed() {
        return AttributeBuffer.list(LAYOUT, new Object[] {protocol}, Generation.ANY);
    }

    /** Reads the protocol's name. */
    public static ListReader<String> reader(String stream) {
        return ListReader.strict(LAYOUT, Generation.ANY, stream, Fields::text);
    }

    /** @return the warning if the name is another's, in Postfix's words */
    public Optional<String> objection(String announced, String stream) {
        return announced.equals(protocol) ? Optional.empty()
                : Optional.of("unexpected protocol " + announced + " from " + stream + " (expected: " + protocol + ")");
    }
}
