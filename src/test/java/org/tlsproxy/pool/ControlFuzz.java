package org.tlsproxy.pool;

import java.util.Arrays;

/** Packets on the control channel between launcher and worker. First byte 0: the body of orders; else a packet. */
public final class ControlFuzz {

    private ControlFuzz() { }

    /** Called by the fuzzer, and by the replay of its corpus. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        try {
            if (input[0] == 0) {
                WorkerOrders.decode(bytes);
            } else {
                ControlMessage message = ControlMessage.decode(bytes);
                if (!(message instanceof ControlMessage.Failed) && !Arrays.equals(message.encode(), bytes)) {
                    throw new IllegalStateException("read " + message + ", which is written in another way");
                }
            }
        } catch (ProtocolException expected) {
            // the verdict on what is no message
        }
    }
}
