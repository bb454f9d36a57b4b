package org.tlsproxy.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A ClientHello of which every part can be bent (RFC 8446 4.1.2, RFC 5246 7.4.1.2). */
final class RawHello {

    static final int SERVER_NAME = 0;
    static final int MAX_FRAGMENT_LENGTH = 1;
    static final int STATUS_REQUEST = 5;
    static final int GROUPS = 10;
    static final int SCHEMES = 13;
    static final int ALPN = 16;
    static final int ENCRYPT_THEN_MAC = 22;
    static final int EXTENDED_MASTER_SECRET = 23;
    static final int SESSION_TICKET = 35;
    static final int PRE_SHARED_KEY = 41;
    static final int EARLY_DATA = 42;
    static final int VERSIONS = 43;
    static final int COOKIE = 44;
    static final int PSK_MODES = 45;
    static final int KEY_SHARE = 51;
    static final int RENEGOTIATION = 0xff01;

    private static final int X25519 = 29;
    private static final int[] USUAL_SCHEMES = {0x0403, 0x0804, 0x0401, 0x0805, 0x0501, 0x0201};

    /** As it is on the wire; a type may come twice. */
    record Extension(int type, byte[] data) { }

    int version = 0x0303;
    byte[] random = RawBytes.repeat(new byte[] {'R'}, 32);
    byte[] sessionId = RawBytes.vector(1);
    byte[] suites = RawBytes.list(2, 0x1301, 0xc02f, 0xc013, 0x002f);
    byte[] compressions = {1, 0};
    byte[] trailing = {};
    boolean withoutExtensions;
    private final List<Extension> extensions = new ArrayList<>();

    /** What a client up to TLS 1.2 sends. */
    static RawHello tls12() {
        return new RawHello()
            .add(RENEGOTIATION, new byte[] {0})
            .add(EXTENDED_MASTER_SECRET, new byte[0])
            .add(GROUPS, RawBytes.list(2, X25519, 23))
            .add(11, new byte[] {1, 0})
            .add(SCHEMES, RawBytes.list(2, USUAL_SCHEMES));
    }

    /** What a client with TLS 1.3 sends. @param share the public X25519 key */
    static RawHello tls13(byte[] share) {
        RawHello hello = new RawHello()
            .add(GROUPS, RawBytes.list(2, X25519, 23))
            .add(SCHEMES, RawBytes.list(2, USUAL_SCHEMES))
            .add(VERSIONS, RawBytes.list(1, 0x0304, 0x0303))
            .add(KEY_SHARE, RawBytes.vector(2, shareOf(X25519, share)))
            .add(PSK_MODES, new byte[] {1, 1});
        hello.sessionId = RawBytes.vector(1, new byte[32]);
        return hello;
    }

    static byte[] shareOf(int group, byte[] key) {
        return RawBytes.concat(RawBytes.uint(2, group), RawBytes.vector(2, key));
    }

    RawHello add(int type, byte[] data) {
        extensions.add(new Extension(type, data));
        return this;
    }

    RawHello without(int type) {
        extensions.removeIf(e -> e.type() == type);
        return this;
    }

    /** Replaces an extension where it is, or adds it. */
    RawHello set(int type, byte[] data) {
        for (int i = 0; i < extensions.size(); i++) {
            if (extensions.get(i).type() == type) {
                extensions.set(i, new Extension(type, data));
                return this;
            }
        }
        return add(type, data);
    }

    RawHello version(int legacy) {
        version = legacy;
        return this;
    }

    RawHello suites(int... ids) {
        suites = RawBytes.list(2, ids);
        return this;
    }

    /** Ends the message in the middle of its last extension. */
    void cutOff() {
        byte[] whole = body();
        withoutExtensions = true;
        byte[] head = body();
        trailing = Arrays.copyOfRange(whole, head.length, whole.length - 1);
    }

    byte[] body() {
        byte[] head = RawBytes.concat(RawBytes.uint(2, version), random, sessionId, suites, compressions);
        if (withoutExtensions) {
            return RawBytes.concat(head, trailing);
        }
        byte[][] all = new byte[extensions.size()][];
        for (int i = 0; i < all.length; i++) {
            Extension one = extensions.get(i);
            all[i] = RawBytes.concat(RawBytes.uint(2, one.type()), RawBytes.vector(2, one.data()));
        }
        return RawBytes.concat(head, RawBytes.vector(2, all), trailing);
    }

    byte[] message() {
        return RawBytes.message(1, body());
    }

    /** The extensions of a ServerHello or EncryptedExtensions, from where their length stands. */
    static Map<Integer, byte[]> extensionsAt(byte[] body, int at) {
        Map<Integer, byte[]> found = new LinkedHashMap<>();
        int next = at + 2;
        while (next < body.length) {
            int length = RawBytes.uint(body, next + 2, 2);
            found.put(RawBytes.uint(body, next, 2), Arrays.copyOfRange(body, next + 4, next + 4 + length));
            next += 4 + length;
        }
        return found;
    }
}
