package org.tlsproxy.engine;

import java.io.IOException;
import java.util.function.Function;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;

/**
 * What an exception of the protocol engine means.
 *
 * @param failure  for the log
 * @param alert    for the peer
 * @param tellPeer whether the alert is to be sent
 */
record Diagnosis(TlsFailure failure, short alert, boolean tellPeer) {

    private static final int TLS13 = 0x0304;

    /**
     * @param message   the handshake message that was read last, -1 for none
     * @param version   the TLS version agreed upon, 0 before that
     * @param earlyData a record of application data came during the handshake
     */
    record Where(int message, int version, boolean earlyData) {
        boolean inHello() {
            return message == HandshakeType.client_hello;
        }
    }

    static Diagnosis of(Throwable cause, Where where) {
        return of(cause, fatal -> ofAlert(fatal, where));
    }

    /** @param library what the library's own alerts mean */
    static Diagnosis of(Throwable cause, Function<TlsFatalAlert, Diagnosis> library) {
        if (cause instanceof TlsFatalAlertReceived received) {
            return new Diagnosis(Failures.received(received.getAlertDescription()), AlertDescription.close_notify, false);
        }
        if (cause instanceof Refusal refusal) {
            return new Diagnosis(refusal.failure(), refusal.getAlertDescription(), !refusal.silent());
        }
        if (cause instanceof TlsFatalAlert fatal) {
            return library.apply(fatal);
        }
        // a message that ends early or a certificate that is none reaches us as a plain IOException from the parser
        return cause instanceof IOException
            ? new Diagnosis(Failures.LENGTH_MISMATCH, AlertDescription.decode_error, true)
            : new Diagnosis(Failures.internal(cause), AlertDescription.internal_error, true);
    }

    private static Diagnosis ofAlert(TlsFatalAlert fatal, Where where) {
        short alert = fatal.getAlertDescription();
        if (alert == AlertDescription.handshake_failure && where.inHello() && where.version() == TLS13) {
            // the library's answer to a share that leads to an all-zero secret; RFC 8446 4.2.8.2 wants illegal_parameter
            return new Diagnosis(Failures.BAD_KEY_SHARE, AlertDescription.illegal_parameter, true);
        }
        return new Diagnosis(failure(alert, where, fatal.getCause()), alert, true);
    }

    private static TlsFailure failure(short alert, Where where, Throwable cause) {
        switch (alert) {
            case AlertDescription.bad_record_mac:
                return Failures.BAD_MAC;
            case AlertDescription.record_overflow:
                return Failures.PACKET_LENGTH_TOO_LONG;
            case AlertDescription.unexpected_message:
                return where.earlyData() ? Failures.UNEXPECTED_RECORD : Failures.UNEXPECTED_MESSAGE;
            case AlertDescription.decrypt_error:
                return verification(where);
            case AlertDescription.missing_extension:
                return Failures.MISSING_SIGALGS;
            case AlertDescription.handshake_failure:
                // RFC 7627 5.3 is the only reason left for which the library refuses a ClientHello by this alert
                return where.inHello() ? Failures.INCONSISTENT_EXTMS : Failures.UNEXPECTED_MESSAGE;
            case AlertDescription.illegal_parameter:
                return where.inHello() ? Failures.BAD_KEY_SHARE : Failures.LENGTH_MISMATCH;
            case AlertDescription.decode_error:
            case AlertDescription.bad_certificate:
            case AlertDescription.unsupported_certificate:
            case AlertDescription.certificate_unknown:
                return Failures.LENGTH_MISMATCH;
            default:
                return Failures.internal(cause);
        }
    }

    private static TlsFailure verification(Where where) {
        if (where.inHello()) {
            return Failures.BINDER_DOES_NOT_VERIFY;
        }
        return where.message() == HandshakeType.finished ? Failures.DIGEST_CHECK_FAILED : Failures.BAD_SIGNATURE;
    }
}
