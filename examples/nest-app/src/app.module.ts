import { Module } from "@nestjs/common";
import { PaymentsService } from "./payments/payments.service.js";

@Module({ providers: [PaymentsService] })
export class AppModule {}
