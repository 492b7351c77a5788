package com.example.service;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** An example to replace, below the path that the load balancer sends here: greets who is named. */
@RestController
@RequestMapping("/${{ values.name }}/greetings")
class GreetingController {

    private static final Logger LOG = LoggerFactory.getLogger(GreetingController.class);

    record Greeting(String message) {}

    @GetMapping
    Greeting greet(@RequestParam(defaultValue = "world") @NotBlank @Size(max = 100) String name) {
        LOG.info("Greeting");
        return new Greeting("Hello, " + name + "!");
    }
}
