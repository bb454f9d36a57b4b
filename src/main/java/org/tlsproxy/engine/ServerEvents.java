package org.tlsproxy.engine;

/** What happens in a server's connection besides. */
interface ServerEvents extends ProtocolEvents {

    /**
     * The first ClientHello is complete.
     *
     * @return true to go on with it now; false to wait for {@link ServerProtocol#resumeHello()}
     * @throws Refusal to end the handshake
     */
    boolean clientHello(ClientHelloFacts hello) throws Refusal;
}
