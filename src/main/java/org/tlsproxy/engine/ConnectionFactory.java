package org.tlsproxy.engine;

/** Makes connections; one per worker. */
public interface ConnectionFactory {

    /**
     * A server connection that will act by the profile. Cheap: no I/O, no key generation.
     *
     * @param judge   asked only if the profile asks clients for certificates
     * @param witness told what happens
     */
    TlsConnection accept(ServerProfile profile, PeerJudge judge, Witness witness, TlsConnection.Output output);

    /** Likewise, for those who do not want to know what happens. */
    default TlsConnection accept(ServerProfile profile, PeerJudge judge, TlsConnection.Output output) {
        return accept(profile, judge, Witness.NONE, output);
    }

    /**
     * A client connection that will act by the profile; {@link TlsConnection#start} sends the first message. Cheap: no I/O, no key
     * generation.
     *
     * @param witness told what happens
     */
    TlsConnection connect(ClientProfile profile, ClientTarget target, Witness witness, TlsConnection.Output output);

    /** Likewise, for those who do not want to know what happens. */
    default TlsConnection connect(ClientProfile profile, ClientTarget target, TlsConnection.Output output) {
        return connect(profile, target, Witness.NONE, output);
    }
}
