package org.tlsproxy.engine;

import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;

/** We end the connection for a reason that we can name as OpenSSL would. */
final class Refusal extends TlsFatalAlert {

    private static final long serialVersionUID = 1L;

    private final transient TlsFailure failure;
    private final boolean silent;

    private Refusal(short alert, TlsFailure failure, boolean silent) {
        super(alert);
        this.failure = failure;
        this.silent = silent;
    }

    static Refusal with(int alert, TlsFailure failure) {
        return new Refusal((short) alert, failure, false);
    }

    /** For peers that do not speak TLS: an alert would be garbage to them. */
    static Refusal withoutAlert(TlsFailure failure) {
        return new Refusal(AlertDescription.protocol_version, failure, true);
    }

    TlsFailure failure() {
        return failure;
    }

    boolean silent() {
        return silent;
    }
}
