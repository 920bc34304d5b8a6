package io.triotp.spring.boot.slice;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application with more than its trees. */
@SpringBootApplication
class ShopApplication {

}
