package org.tlsproxy.engine;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is particular to one connection of a TLS client.
 *
 * @param serverName    SNI in A-labels; empty: none is sent
 * @param rawPublicKeys offer to take a raw public key (RFC 7250) instead of a certificate
 * @param session       a session of earlier, as {@code newSession} got it; what cannot be resumed is ignored
 * @param newSession    is given each session that may be resumed later, sealed by nobody: it holds secrets. May be called after the
 *                      handshake, too
 * @param judge         judges the server's certificates
 */
public record ClientTarget(Optional<String> serverName, boolean rawPublicKeys, Optional<byte[]> session,
                           Consumer<byte[]> newSession, PeerJudge judge) { }
