package org.tlsproxy.engine;

import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.TlsFatalAlert;

/** What the library's alerts mean in a client, in OpenSSL's words: which message was being read says what was wrong with it. */
final class ClientDiagnosis {

    private static final int TLS13 = 0x0304;

    private ClientDiagnosis() {
    }

    /**
     * @param message     the handshake message that was read last, -1 for none
     * @param version     the TLS version that the server chose, 0 before that
     * @param downgrade   the server's choice of version is being looked at
     * @param finiteField keys are exchanged over a finite field
     */
    record Where(int message, int version, boolean downgrade, boolean finiteField) { }

    /** @param earlyData a record of application data came during the handshake */
    static Diagnosis of(Throwable cause, Where where, boolean earlyData) {
        return Diagnosis.of(cause, fatal -> earlyData && fatal.getAlertDescription() == AlertDescription.unexpected_message
            ? new Diagnosis(Failures.UNEXPECTED_RECORD, AlertDescription.unexpected_message, true) : ofAlert(fatal, where));
    }

    private static Diagnosis ofAlert(TlsFatalAlert fatal, Where where) {
        short alert = fatal.getAlertDescription();
        if (alert == AlertDescription.internal_error && fatal.getCause() == null && where.message() >= 0) {
            // without a cause it is a message that is longer than we allow
            return new Diagnosis(Failures.EXCESSIVE_MESSAGE_SIZE, AlertDescription.illegal_parameter, true);
        }
        if (where.message() == HandshakeType.server_key_exchange && isAboutCertificate(alert)) {
            return new Diagnosis(Failures.WRONG_CERTIFICATE_TYPE, AlertDescription.illegal_parameter, true);
        }
        if (where.message() == HandshakeType.server_hello && where.version() == TLS13 && alert == AlertDescription.handshake_failure) {
            // the library's answer to a share that leads to an all-zero secret; RFC 8446 4.2.8.2 wants illegal_parameter
            return new Diagnosis(Failures.BAD_KEY_SHARE, AlertDescription.illegal_parameter, true);
        }
        return new Diagnosis(failure(alert, where, fatal.getCause()), alert, true);
    }

    private static boolean isAboutCertificate(short alert) {
        return alert == AlertDescription.bad_certificate || alert == AlertDescription.unsupported_certificate
            || alert == AlertDescription.certificate_unknown;
    }

    private static TlsFailure failure(short alert, Where where, Throwable cause) {
        switch (alert) {
            case AlertDescription.bad_record_mac:
                return Failures.BAD_MAC;
            case AlertDescription.record_overflow:
                return Failures.PACKET_LENGTH_TOO_LONG;
            case AlertDescription.unexpected_message:
                return Failures.UNEXPECTED_MESSAGE;
            case AlertDescription.decrypt_error:
                return where.message() == HandshakeType.finished ? Failures.DIGEST_CHECK_FAILED : Failures.BAD_SIGNATURE;
            case AlertDescription.protocol_version:
                return Failures.UNSUPPORTED_PROTOCOL;
            case AlertDescription.unsupported_extension:
                return Failures.UNSOLICITED_EXTENSION;
            case AlertDescription.missing_extension:
                return Failures.NO_SUITABLE_KEY_SHARE;
            case AlertDescription.handshake_failure:
                return where.message() == HandshakeType.server_hello ? Failures.INCONSISTENT_EXTMS : Failures.UNEXPECTED_MESSAGE;
            case AlertDescription.illegal_parameter:
                return illegal(where);
            case AlertDescription.decode_error:
            case AlertDescription.bad_certificate:
            case AlertDescription.unsupported_certificate:
            case AlertDescription.certificate_unknown:
                return Failures.LENGTH_MISMATCH;
            default:
                return Failures.internal(cause);
        }
    }

    private static TlsFailure illegal(Where where) {
        switch (where.message()) {
            case HandshakeType.server_hello:
                if (where.version() == 0) {
                    return Failures.BAD_EXTENSION;
                }
                return where.downgrade() ? Failures.INAPPROPRIATE_FALLBACK : Failures.WRONG_CIPHER_RETURNED;
            case HandshakeType.server_key_exchange:
                return where.finiteField() ? Failures.BAD_DH_VALUE : Failures.BAD_ECPOINT;
            case HandshakeType.server_hello_done:
                return Failures.BAD_KEY_SHARE;
            case HandshakeType.certificate_verify:
                return Failures.WRONG_SIGNATURE_TYPE;
            case HandshakeType.encrypted_extensions:
                return Failures.BAD_EXTENSION;
            default:
                return Failures.LENGTH_MISMATCH;
        }
    }
}
