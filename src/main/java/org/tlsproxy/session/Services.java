package org.tlsproxy.session;

import java.util.Optional;
import org.tlsproxy.wire.RequestReader;

/** What a session asks of its worker. Nothing here blocks. */
public interface Services {

    /**
     * Prepares the TLS connection that a request wants. Called before the status is sent; what goes wrong is logged by the callee.
     *
     * @return empty if the role is not available
     */
    Optional<RoleSession> prepare(RequestReader.Settled request);

    /** A client's settings are those of another Postfix release: said once per process. */
    void mismatch(String warning);

    /** True if "TLS handshake failed" is also said of a request that was refused, as Postfix did before 3.7.16. */
    boolean refusalIsFailure();
}
