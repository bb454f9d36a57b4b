package org.tlsproxy.engine;

/** Makes connections; one per worker. */
public interface ConnectionFactory {

    /** A server connection that will act by the profile. Cheap: no I/O, no key generation. */
    TlsConnection accept(ServerProfile profile, TlsConnection.Output output);
}
