package io.triotp.test.spring;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Finds the application, and the properties of the annotation.
 */
final class TriotpSliceTestContextBootstrapper extends TestSliceTestContextBootstrapper<TriotpSliceTest> {

}
