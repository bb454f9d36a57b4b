package org.tlsproxy.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tlsproxy.crypto.WorkerCrypto;

/**
 * The chains of server names that were asked for lately, ready for use: making a key ready costs more than a lookup. Keys that drop
 * out are closed only after as many others did: a handshake may still be about to use them.
 */
final class ChainCache implements AutoCloseable {

    private static final int CAPACITY = 256;

    private final WorkerCrypto crypto;
    private final Map<List<ByteBuffer>, ServerIdentities> recent = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<ByteBuffer>, ServerIdentities> eldest) {
            if (size() > CAPACITY) {
                retire(eldest.getValue());
                return true;
            }
            return false;
        }
    };
    private final Deque<ServerIdentities> retired = new ArrayDeque<>();

    ChainCache(WorkerCrypto crypto) {
        this.crypto = crypto;
    }

    /** @throws IOException for a key or certificate that cannot be read */
    ServerIdentities identities(KeyChains chains) throws IOException {
        List<ByteBuffer> certificates = certificates(chains);
        ServerIdentities known = recent.get(certificates);
        if (known == null) {
            known = ServerIdentities.of(chains, crypto);
            recent.put(certificates, known);
        }
        return known;
    }

    private void retire(ServerIdentities identities) {
        retired.add(identities);
        if (retired.size() > CAPACITY) {
            retired.remove().close();
        }
    }

    @Override
    public void close() {
        for (ServerIdentities identities : recent.values()) {
            identities.close();
        }
        recent.clear();
        for (ServerIdentities identities : retired) {
            identities.close();
        }
        retired.clear();
    }

    /** The certificates say which keys these are; the keys themselves would live on in the map. */
    private static List<ByteBuffer> certificates(KeyChains chains) {
        List<ByteBuffer> all = new ArrayList<>();
        for (KeyChain chain : chains.chains()) {
            for (byte[] certificate : chain.chain()) {
                all.add(ByteBuffer.wrap(certificate));
            }
        }
        return all;
    }
}
