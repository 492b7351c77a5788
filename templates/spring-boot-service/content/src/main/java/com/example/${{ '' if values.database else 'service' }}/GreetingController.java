package com.example.service;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** An example to replace, below the path that the load balancer sends here: greets who is named. */
@RestController
@RequestMapping("/${{ values.name }}/greetings")
class GreetingController {

    record Greeting(String message) {}

    @GetMapping
    Greeting greet(@RequestParam(defaultValue = "world") @NotBlank @Size(max = 100) String name) {
        return new Greeting("Hello, " + name + "!");
    }
}
