/**
 * What a worker does before it has anything to do, and while nobody wants anything: handshakes with itself, which load classes, warm the
 * JIT up and fill the class archive, and key pairs made ahead.
 *
 * <p>May import {@code engine} and {@code crypto}. Never sees a socket, and never a key that is not made up here.
 */
package org.tlsproxy.rehearsal;
