package org.tlsproxy.worker;

import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.log.Summary;
import org.tlsproxy.wire.ContextReport;

/** What the engine says of a handshake, as the log and the context report of either role want it. */
final class NegotiatedFacts {

    private NegotiatedFacts() {
    }

    /** @param peer the remote endpoint as this role's lines name it */
    static Summary summary(Summary.Trust trust, String peer, TlsFacts f) {
        return new Summary(trust, peer, f.serverName().orElse(""), f.protocol(),
            new Summary.Cipher(f.cipher().name(), f.cipher().usedBits(), f.cipher().algorithmBits()),
            new Summary.KeyExchange(f.keyExchange().name(), f.keyExchange().curve(), f.keyExchange().bits()),
            signature(f.server()), signature(f.client()));
    }

    private static Summary.Signature signature(TlsFacts.Signature s) {
        return new Summary.Signature(s.name(), s.curve(), s.bits(), s.digest(), false);
    }

    /** @param level TLS level that was reached, 0 in the server role, @param endpoint the remote endpoint as the report names it */
    static ContextReport report(ContextReport.Peer peer, int level, String endpoint, TlsFacts f) {
        return new ContextReport(peer, level,
            new ContextReport.Cipher(f.protocol(), f.cipher().name(), f.cipher().usedBits(), f.cipher().algorithmBits()),
            new ContextReport.KeyExchange(f.keyExchange().name(), f.keyExchange().curve(), f.keyExchange().bits()),
            new ContextReport.RawKeys(false, false), reported(f.client()), reported(f.server()), endpoint, false, 0);
    }

    private static ContextReport.Signature reported(TlsFacts.Signature s) {
        return new ContextReport.Signature(s.name(), s.curve(), s.bits(), s.digest());
    }
}
