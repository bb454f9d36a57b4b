package org.tlsproxy.engine;

import java.util.function.Consumer;

/** For tests that change one thing in a ClientHello and look at what the server makes of it. */
abstract class HelloCases extends Conformance {

    static final byte[] SHARE = RawKeys.publicKey(RawKeys.x25519());
    static final byte[] NOTHING = {};

    /** What is changed, and how the connection ends then. */
    record Case(String name, Consumer<RawHello> change, String ending) {
        @Override
        public String toString() {
            return name;
        }

        RawHello tls13() {
            RawHello hello = RawHello.tls13(SHARE);
            change.accept(hello);
            return hello;
        }

        RawHello tls12() {
            RawHello hello = RawHello.tls12();
            change.accept(hello);
            return hello;
        }
    }

    static Case of(String name, String ending, Consumer<RawHello> change) {
        return new Case(name, change, ending);
    }

    static byte[] hex(String text) {
        return RawBytes.hex(text);
    }

    static RawHello psk(RawHello hello) {
        RawClient13.offer(hello, hex("616263"), 0, new byte[32]);
        return hello;
    }

    static byte[] uncompressed(byte form) {
        byte[] point = new byte[65];
        point[0] = form;
        point[64] = 1;
        return point;
    }

    static byte[] one(int size) {
        byte[] number = new byte[size];
        number[size - 1] = 1;
        return number;
    }
}
