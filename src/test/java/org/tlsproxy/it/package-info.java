/**
 * Behaviour tests: what an administrator, master(8), postscreen(8) and remote mail clients see of the service, against a throwaway
 * Postfix of the distribution's own programs. They need root, postfix, openssl, perl, swaks and gnutls-cli, use loopback only, and
 * leave nothing behind ({@code -Dtlsproxy.it.keep=true} keeps the instances' directories for a look).
 *
 * <pre>
 * mvn -Dtest='*IT' test                                                  the product in target/
 * mvn -Dtest='*IT' -Dtlsproxy.service=/usr/lib/postfix/sbin/tlsproxy test    the C program, to test the tests
 * </pre>
 *
 * <p>Classes named {@code *IT} hold promises; the rest is what they stand on: {@link org.tlsproxy.it.PostfixInstance} the mail
 * server, {@link org.tlsproxy.it.ProxyClient} postscreen's side, {@link org.tlsproxy.it.TlsPeer} the remote client's,
 * {@link org.tlsproxy.it.FakeMaster} master(8). It imports nothing of the product, and no test sleeps.
 */
package org.tlsproxy.it;
