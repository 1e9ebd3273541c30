import "reflect-metadata";
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module.js";
import { PaymentsService } from "./payments/payments.service.js";

async function main() {
  const app = await NestFactory.createApplicationContext(AppModule, { logger: ["error", "warn"] });
  console.log(app.get(PaymentsService).charge(1999));
  await app.close();
}

void main();
