package org.tlsproxy.worker;

import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.log.Summary;
import org.tlsproxy.policy.Groups;
import org.tlsproxy.policy.PostfixRelease;
import org.tlsproxy.wire.ContextReport;

/** What the engine says of a handshake, as the log and the context report of either role want it. */
final class NegotiatedFacts {

    private NegotiatedFacts() {
    }

    /**
     * What Postfix tells of it: since 3.8 nothing of signatures in a session that was resumed, in which nobody signs, and since 3.10 the
     * key exchange by the name that TLS has for its group.
     */
    static TlsFacts told(TlsFacts f, PostfixRelease release) {
        boolean signed = f.resumed() == TlsFacts.Resumed.NO || release.before(3, 8);
        return new TlsFacts(f.protocol(), f.cipher(), told(f.keyExchange(), release), signed ? f.server() : TlsFacts.Signature.NONE,
            signed ? f.client() : TlsFacts.Signature.NONE, f.serverName(), f.resumed(), f.peer(), f.ownRawKey());
    }

    private static TlsFacts.KeyExchange told(TlsFacts.KeyExchange exchange, PostfixRelease release) {
        boolean byGroup = exchange.group() != 0 && release.atLeast(3, 10);
        return byGroup ? new TlsFacts.KeyExchange(Groups.tlsName(exchange.group()), "", 0, exchange.group()) : exchange;
    }

    /** In the server role. @param peer the remote endpoint as this role's lines name it */
    static Summary summary(Summary.Trust trust, String peer, TlsFacts f) {
        return summary(new Named(trust, peer, f.serverName().orElse("")), f, new ContextReport.RawKeys(isRaw(f.peer()), f.ownRawKey()));
    }

    /** The same in the client role, where the name that we asked for is not worth telling. */
    static Summary summaryOfServer(Summary.Trust trust, String peer, TlsFacts f) {
        return summary(new Named(trust, peer, ""), f, new ContextReport.RawKeys(f.ownRawKey(), isRaw(f.peer())));
    }

    /** Of whom the summary is. @param name that the client asked for */
    private record Named(Summary.Trust trust, String peer, String name) { }

    private static boolean isRaw(TlsFacts.PeerCredential shown) {
        return shown.rawPublicKey().isPresent();
    }

    private static Summary summary(Named whom, TlsFacts f, ContextReport.RawKeys raw) {
        return new Summary(whom.trust(), whom.peer(), whom.name(), f.protocol(),
            new Summary.Cipher(f.cipher().name(), f.cipher().usedBits(), f.cipher().algorithmBits()),
            new Summary.KeyExchange(f.keyExchange().name(), f.keyExchange().curve(), f.keyExchange().bits()),
            signature(f.server(), raw.serverToClient()), signature(f.client(), raw.clientToServer()));
    }

    private static Summary.Signature signature(TlsFacts.Signature s, boolean rawPublicKey) {
        return new Summary.Signature(s.name(), s.curve(), s.bits(), s.digest(), rawPublicKey);
    }

    /** @param endpoint the remote endpoint as the report names it */
    static ContextReport report(ContextReport.Peer peer, String endpoint, TlsFacts f) {
        return report(new Reported(peer, 0, endpoint), new ContextReport.RawKeys(isRaw(f.peer()), f.ownRawKey()), f);
    }

    /** The same in the client role. @param level TLS level that was reached */
    static ContextReport reportOfServer(ContextReport.Peer peer, int level, String endpoint, TlsFacts f) {
        return report(new Reported(peer, level, endpoint), new ContextReport.RawKeys(f.ownRawKey(), isRaw(f.peer())), f);
    }

    /** Of whom the report is. */
    private record Reported(ContextReport.Peer peer, int level, String endpoint) { }

    /** Raw keys are told of where signatures are: in TLS 1.3, and not in a session that was resumed. */
    private static ContextReport report(Reported whom, ContextReport.RawKeys shown, TlsFacts f) {
        boolean signed = f.keyExchange().group() != 0 && f.resumed() == TlsFacts.Resumed.NO;
        ContextReport.RawKeys rawKeys = signed ? shown : new ContextReport.RawKeys(false, false);
        return new ContextReport(whom.peer(), whom.level(),
            new ContextReport.Cipher(f.protocol(), f.cipher().name(), f.cipher().usedBits(), f.cipher().algorithmBits()),
            new ContextReport.KeyExchange(f.keyExchange().name(), f.keyExchange().curve(), f.keyExchange().bits()),
            rawKeys, reported(f.client()), reported(f.server()), whom.endpoint(), false, 0);
    }

    private static ContextReport.Signature reported(TlsFacts.Signature s) {
        return new ContextReport.Signature(s.name(), s.curve(), s.bits(), s.digest());
    }
}
