package org.tlsproxy.engine;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.tls.NamedGroup;
import org.tlsproxy.crypto.WorkerCrypto;

/** The chains that one server name has, by kind of key. */
final class ServerIdentities implements AutoCloseable {

    private final Map<KeyChain.Algorithm, ServerIdentity> bySlot = new EnumMap<>(KeyChain.Algorithm.class);
    private ServerIdentity last;

    private ServerIdentities() {
    }

    static ServerIdentities of(KeyChains chains, WorkerCrypto crypto) throws IOException {
        ServerIdentities identities = new ServerIdentities();
        List<KeyChain> all = chains.chains();
        for (int i = 0; i < all.size(); i++) {
            identities.last = ServerIdentity.of(all.get(i), crypto);
            ServerIdentity twin = identities.bySlot.put(identities.last.slot(), identities.last);
            if (twin != null) {
                twin.key().close();
            }
        }
        return identities;
    }

    Optional<ServerIdentity> in(KeyChain.Algorithm slot) {
        return Optional.ofNullable(bySlot.get(slot));
    }

    /** The chain loaded last: what OpenSSL calls "the" certificate of a connection in which none was shown. */
    Optional<ServerIdentity> last() {
        return Optional.ofNullable(last);
    }

    /** True if a TLS 1.3 handshake can be signed; without such a key OpenSSL leaves the version out. */
    boolean suitTls13() {
        for (ServerIdentity identity : bySlot.values()) {
            int curve = identity.facts().curve();
            boolean tls13Curve = curve == NamedGroup.secp256r1 || curve == NamedGroup.secp384r1 || curve == NamedGroup.secp521r1;
            if (identity.slot() != KeyChain.Algorithm.DSA && (identity.slot() != KeyChain.Algorithm.EC || tls13Curve)) {
                return true;
            }
        }
        return false;
    }

    /** Gives the keys back. */
    @Override
    public void close() {
        for (ServerIdentity identity : bySlot.values()) {
            identity.key().close();
        }
    }
}
