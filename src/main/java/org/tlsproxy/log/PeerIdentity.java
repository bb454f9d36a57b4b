package org.tlsproxy.log;

/**
 * What a peer's certificate says of it; empty strings where it says nothing.
 *
 * @param subject     subject CN
 * @param issuer      issuer CN or organization
 * @param certificate fingerprint of the certificate
 * @param publicKey   fingerprint of its public key
 */
public record PeerIdentity(String subject, String issuer, String certificate, String publicKey) { }
