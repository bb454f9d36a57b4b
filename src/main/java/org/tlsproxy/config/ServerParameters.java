package org.tlsproxy.config;

import java.util.List;

/** The settings of the server role, for which postscreen(8) asks; most have the smtpd(8) setting as their default. */
final class ServerParameters {

    static final List<Parameter> ROWS = List.of(
        Row.inheritedNumber("tlsproxy_tls_ccert_verifydepth", "$smtpd_tls_ccert_verifydepth").says("max chain depth"),
        Row.text("tlsproxy_tls_chain_files", "$smtpd_tls_chain_files").says("key+chain files"),
        Row.text("tlsproxy_tls_cert_file", "$smtpd_tls_cert_file")
            .says("RSA certificate file or none; server role; ignored (warning) when chain_files is set"),
        Row.text("tlsproxy_tls_key_file", "$smtpd_tls_key_file").says("RSA key; default is the certificate file of smtpd"),
        Row.text("tlsproxy_tls_dcert_file", "$smtpd_tls_dcert_file").says("DSA certificate"),
        Row.text("tlsproxy_tls_dkey_file", "$smtpd_tls_dkey_file").says("DSA key"),
        Row.text("tlsproxy_tls_eccert_file", "$smtpd_tls_eccert_file").says("ECDSA certificate"),
        Row.text("tlsproxy_tls_eckey_file", "$smtpd_tls_eckey_file").says("ECDSA key"),
        Row.text("tlsproxy_tls_CAfile", "$smtpd_tls_CAfile")
            .says("PEM file with trusted CAs for client certificates; also CA names sent"),
        Row.text("tlsproxy_tls_CApath", "$smtpd_tls_CApath").says("hashed directory with trusted CAs"),
        Row.text("tlsproxy_tls_ciphers", "$smtpd_tls_ciphers").atLeast(1).says("cipher grade when TLS is optional"),
        Row.text("tlsproxy_tls_mandatory_ciphers", "$smtpd_tls_mandatory_ciphers").atLeast(1).says("cipher grade when TLS is mandatory"),
        Row.text("tlsproxy_tls_exclude_ciphers", "$smtpd_tls_exclude_ciphers").says("exclusions at all levels"),
        Row.text("tlsproxy_tls_mandatory_exclude_ciphers", "$smtpd_tls_mandatory_exclude_ciphers")
            .says("extra exclusions when mandatory"),
        Row.text("tlsproxy_tls_protocols", "$smtpd_tls_protocols").says("protocols when optional"),
        Row.text("tlsproxy_tls_mandatory_protocols", "$smtpd_tls_mandatory_protocols").says("protocols when mandatory"),
        Row.text("tlsproxy_tls_dh512_param_file", "$smtpd_tls_dh512_param_file")
            .says("export DH parameters; 3.4-3.5 loaded, no cipher uses it; 3.6+ read, ignored"),
        Row.text("tlsproxy_tls_dh1024_param_file", "$smtpd_tls_dh1024_param_file").says("DH parameters file or auto"),
        Row.text("tlsproxy_tls_eecdh_grade", "$smtpd_tls_eecdh_grade").atLeast(1)
            .says("auto,strong,ultra,none; 3.4-3.5 effective; 3.6+ read, ignored (always auto)"),
        Row.text("tlsproxy_tls_fingerprint_digest", "$smtpd_tls_fingerprint_digest").atLeast(1)
            .says("digest for fingerprints in the TLS context"),
        Row.text("tlsproxy_tls_loglevel", "$smtpd_tls_loglevel").says("TLS log level of the server role"),
        Row.text("tlsproxy_tls_security_level", "$smtpd_tls_security_level")
            .says("none, may or encrypt; fingerprint, verify and secure: warning and encrypt; others are fatal"),
        Row.inheritedFlag("tlsproxy_use_tls", "$smtpd_use_tls").says("obsolete, used when security level is empty"),
        Row.inheritedFlag("tlsproxy_enforce_tls", "$smtpd_enforce_tls").says("obsolete, used when security level is empty"),
        Row.inheritedFlag("tlsproxy_tls_ask_ccert", "$smtpd_tls_ask_ccert").says("request a client certificate"),
        Row.inheritedFlag("tlsproxy_tls_req_ccert", "$smtpd_tls_req_ccert")
            .says("require a client certificate when TLS is mandatory: tlsproxy asks for it and does not enforce it"),
        Row.inheritedFlag("tlsproxy_tls_always_issue_session_ids", "$smtpd_tls_always_issue_session_ids")
            .says("send a session id even without session cache"),
        Row.inheritedFlag("tlsproxy_tls_enable_rpk", "$smtpd_tls_enable_rpk").since("3.9").says("accept raw public keys from clients"),
        Row.inheritedFlag("tlsproxy_tls_received_header", "").ignored()
            .says("clone of smtpd_tls_received_header; declared but never read by tlsproxy: accepted, ignored"));

    private ServerParameters() { }
}
